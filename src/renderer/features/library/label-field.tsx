import { X } from 'lucide-react'
import { useId, useState } from 'react'
import { Label as FieldLabel, Input, TextField } from 'react-aria-components'
import type { Label, LabelKind } from '../../../shared/gallery.ts'
import { useLabels } from '../../state/queries.ts'
import { useWords } from '../../state/use-words.ts'
import { engine } from '../../transport/services.ts'
import fields from '../../ui/text-field.module.css'
import { toast } from '../../ui/toast-store.ts'
import styles from './describe.module.css'

interface LabelFieldProps {
  readonly kind: LabelKind
  readonly ids: readonly string[]
  /** Those that some of the pictures have. */
  readonly labels: readonly Label[]
  readonly onChanged: () => void
}

/** Tags or people of some pictures. What only some of them have is dashed; writing its name gives it to all. */
export function LabelField({ kind, ids, labels, onChanged }: LabelFieldProps) {
  const { t, number, failure } = useWords()
  const { data: known = [] } = useLabels(kind)
  const [text, setText] = useState('')
  const list = useId()
  const change = (edit: { add?: string[]; remove?: string[] }) =>
    void engine
      .call('labels.change', { kind, ids: [...ids], ...edit })
      .then(onChanged)
      .catch((error: unknown) => toast(failure(error), { tone: 'bad' }))
  const add = () => {
    const names = text.split(/[,，、;；]/).map((name) => name.trim())
    const wanted = names.filter((name) => name !== '')
    if (wanted.length > 0) change({ add: wanted })
    setText('')
  }
  return (
    <div className={styles.field}>
      <TextField className={fields.field ?? ''} value={text} onChange={setText} onBlur={add} maxLength={200}>
        <FieldLabel>{t(`describe.${kind}`)}</FieldLabel>
        <Input
          className={fields.input ?? ''}
          list={list}
          placeholder={t(`describe.${kind}Help`)}
          onKeyDown={(event) => event.key === 'Enter' && !event.nativeEvent.isComposing && add()}
        />
      </TextField>
      <datalist id={list}>
        {known.map(({ id, name }) => (
          <option key={id} value={name} />
        ))}
      </datalist>
      {labels.length > 0 && (
        <ul className={styles.labels} aria-label={t(`describe.${kind}`)}>
          {labels.map(({ id, name, pictures }) => (
            <li key={id} className={styles.label} data-some={pictures < ids.length || undefined}>
              <span>{name}</span>
              {pictures < ids.length && <small>{number(pictures)}</small>}
              <button
                type="button"
                className={styles.take}
                aria-label={t('describe.take', { name })}
                onClick={() => change({ remove: [id] })}
              >
                <X size={14} aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
