import { useEffect, useRef, useState } from 'react'
import { TextArea as AriaTextArea, Label, TextField } from 'react-aria-components'
import styles from './fields.module.css'

interface NoteFieldProps {
  readonly label: string
  readonly placeholder?: string
  readonly value: string
  readonly maxLength?: number
  /** Called when the writer pauses or leaves. */
  readonly onSave: (text: string) => void
}

const pauseMs = 800

/** Text that saves itself. What is being written is never replaced by what arrives from elsewhere. */
export function NoteField({ label, placeholder, value, maxLength = 20_000, onSave }: NoteFieldProps) {
  const [draft, setDraft] = useState<string | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const latest = useRef({ draft, value, onSave })
  latest.current = { draft, value, onSave }

  const save = () => {
    clearTimeout(timer.current)
    const { draft: text, value: known, onSave: keep } = latest.current
    if (text !== null && text !== known) keep(text)
  }
  const saveRef = useRef(save)
  saveRef.current = save
  useEffect(() => () => saveRef.current(), [])

  return (
    <TextField
      className={styles.field ?? ''}
      value={draft ?? value}
      maxLength={maxLength}
      onChange={(text) => {
        setDraft(text)
        clearTimeout(timer.current)
        timer.current = setTimeout(() => saveRef.current(), pauseMs)
      }}
      onBlur={save}
    >
      <Label className="out-of-sight">{label}</Label>
      <AriaTextArea className={styles.area ?? ''} placeholder={placeholder ?? ''} rows={3} />
    </TextField>
  )
}
