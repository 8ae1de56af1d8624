import { Check, ChevronDown } from 'lucide-react'
import { Button, Label, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components'
import styles from './fields.module.css'
import { Icon } from './icon.tsx'

interface ChoiceFieldProps<T extends string> {
  readonly label: string
  /** True where the words around it already say what it is. */
  readonly hideLabel?: boolean
  readonly help?: string | undefined
  readonly value: T
  /** `aside` stands at the end, quieter: how many there are. */
  readonly options: readonly { readonly value: T; readonly text: string; readonly aside?: string }[]
  readonly onChange: (value: T) => void
}

export function ChoiceField<T extends string>(props: ChoiceFieldProps<T>) {
  const { label, hideLabel = false, help, value, options, onChange } = props
  return (
    <Select
      className={styles.choice ?? ''}
      value={value}
      onChange={(key) => onChange(key as T)}
      {...(hideLabel ? { 'aria-label': label } : {})}
    >
      {!hideLabel && <Label>{label}</Label>}
      <Button className={styles.opener ?? ''}>
        <SelectValue className={styles.chosen ?? ''} />
        <Icon of={ChevronDown} small />
      </Button>
      {help && <p className={styles.help}>{help}</p>}
      <Popover className={styles.popover ?? ''} offset={4}>
        <ListBox className={styles.list ?? ''}>
          {options.map((option) => (
            <ListBoxItem key={option.value} id={option.value} textValue={option.text} className={styles.option ?? ''}>
              {({ isSelected }) => (
                <>
                  <span>{option.text}</span>
                  {option.aside && <span className={styles.aside}>{option.aside}</span>}
                  {isSelected && <Icon of={Check} small />}
                </>
              )}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  )
}
