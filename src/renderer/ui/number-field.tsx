import { Minus, Plus } from 'lucide-react'
import { NumberField as AriaNumberField, Button, Group, Input, Label } from 'react-aria-components'
import styles from './fields.module.css'
import { Icon } from './icon.tsx'

interface NumberFieldProps {
  readonly label: string
  readonly help?: string | undefined
  readonly value: number
  readonly min: number
  readonly max: number
  readonly step: number
  readonly onChange: (value: number) => void
}

export function NumberField({ label, help, value, min, max, step, onChange }: NumberFieldProps) {
  return (
    <AriaNumberField
      className={styles.number ?? ''}
      value={value}
      minValue={min}
      maxValue={max}
      step={step}
      onChange={(next) => onChange(Number.isNaN(next) ? min : next)}
    >
      <Label>{label}</Label>
      <Group className={styles.stepper ?? ''}>
        <Button slot="decrement">
          <Icon of={Minus} small />
        </Button>
        <Input />
        <Button slot="increment">
          <Icon of={Plus} small />
        </Button>
      </Group>
      {help && <p className={styles.help}>{help}</p>}
    </AriaNumberField>
  )
}
