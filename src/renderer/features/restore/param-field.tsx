import type { OperationWords } from '../../../operations/locales.ts'
import { useWords } from '../../state/use-words.ts'
import { ChoiceField } from '../../ui/choice-field.tsx'
import { NumberField } from '../../ui/number-field.tsx'
import { SliderField } from '../../ui/slider-field.tsx'
import { SwitchField } from '../../ui/switch-field.tsx'
import { type FormField, fieldValue, valueText } from './form-fields.ts'

interface ParamFieldProps {
  readonly field: FormField
  readonly params: Readonly<Record<string, unknown>>
  readonly words: OperationWords['params'][string] | undefined
  readonly onChange: (value: string | number | boolean) => void
}

export function ParamField({ field, params, words, onChange }: ParamFieldProps) {
  const { language } = useWords()
  const value = fieldValue(field, params)
  const common = { label: words?.title ?? field.key, help: words?.help }
  switch (field.control) {
    case 'toggle':
      return <SwitchField {...common} value={value === true} onChange={onChange} />
    case 'choice':
      return (
        <ChoiceField
          {...common}
          value={String(value)}
          options={field.options.map((option) => ({
            value: String(option),
            text: words?.options?.[String(option)] ?? `${option}${field.unit}`,
          }))}
          // A choice may be between numbers; the list knows only texts.
          onChange={(text) => onChange(field.options.find((option) => String(option) === text) ?? text)}
        />
      )
    case 'number':
      return <NumberField {...common} {...rangeOf(field)} value={Number(value)} onChange={onChange} />
    case 'slider':
      return (
        <SliderField
          {...common}
          {...rangeOf(field)}
          value={Number(value)}
          text={(number) => valueText(number, field, language)}
          onChange={onChange}
        />
      )
  }
}

const rangeOf = ({ min, max, step }: { min: number; max: number; step: number }) => ({ min, max, step })
