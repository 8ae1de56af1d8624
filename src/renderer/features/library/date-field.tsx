import { useState } from 'react'
import { Input, Label, Text, TextField } from 'react-aria-components'
import { understandDate } from '../../../shared/dates/understand.ts'
import { dateWords, rangeWords } from '../../state/date-words.ts'
import { useWords } from '../../state/use-words.ts'
import fields from '../../ui/text-field.module.css'

interface DateFieldProps {
  /** EDTF; null for undated; undefined when the pictures differ. */
  readonly value: string | null | undefined
  readonly onSave: (date: string | null) => void
}

/** A date as people say it. What was understood is shown while one writes, and kept on Enter or when leaving the field. */
export function DateField({ value, onSave }: DateFieldProps) {
  const { t, language } = useWords()
  const [draft, setDraft] = useState<string | null>(null)
  const shown = draft ?? (value ? dateWords(value, language, t) : '')
  const understood = draft === null ? value : understandDate(draft)
  const isBad = draft !== null && understood === undefined
  const save = () => {
    if (draft === null || understood === undefined) return
    if (understood !== value) onSave(understood)
    setDraft(null)
  }
  return (
    <TextField
      className={fields.field ?? ''}
      value={shown}
      isInvalid={isBad}
      maxLength={60}
      onChange={setDraft}
      onBlur={save}
    >
      <Label>{t('describe.date')}</Label>
      <Input
        className={fields.input ?? ''}
        placeholder={value === undefined ? t('describe.several') : t('describe.dateExamples')}
        onKeyDown={(event) => event.key === 'Enter' && !event.nativeEvent.isComposing && save()}
      />
      <Text slot="description" className={`${fields.help} ${isBad ? fields.bad : ''}`} aria-live="polite">
        {isBad ? t('describe.dateUnclear') : understood ? rangeWords(understood, language, t) : t('describe.dateHelp')}
      </Text>
    </TextField>
  )
}
