import { z } from 'zod'

/** One parameter of an operation, as the form shows it. */
export type FormField =
  | {
      readonly control: 'slider' | 'number'
      readonly key: string
      readonly min: number
      readonly max: number
      readonly step: number
      readonly unit: string
      readonly fallback: number
    }
  | {
      readonly control: 'choice'
      readonly key: string
      readonly options: readonly (string | number)[]
      readonly unit: string
      readonly fallback: string | number
    }
  | { readonly control: 'toggle'; readonly key: string; readonly fallback: boolean }

/** What a parameter's JSON schema can say; `ParamMeta` of `operations/define.ts` is part of it. */
interface Property {
  readonly type?: string
  readonly control?: string
  readonly step?: number
  readonly unit?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly enum?: readonly (string | number)[]
  readonly default?: unknown
}

/** The form of an operation, out of nothing but its schema. Parameters with another control have a place of their own. */
export function formFields(params: z.ZodObject): FormField[] {
  const { properties = {} } = z.toJSONSchema(params, { io: 'input', unrepresentable: 'any' })
  return Object.entries(properties).flatMap(([key, property]) => field(key, property as Property) ?? [])
}

const elsewhere = ['hidden', 'brush', 'colours', 'variants']

function field(key: string, property: Property): FormField | undefined {
  const { control, unit = '' } = property
  if (elsewhere.includes(control ?? '')) return undefined
  if (control === 'toggle' || property.type === 'boolean')
    return { control: 'toggle', key, fallback: property.default === true }
  if (control === 'choice' || property.enum) {
    const options = property.enum ?? []
    const fallback = options.find((option) => option === property.default) ?? options[0]
    return fallback === undefined ? undefined : { control: 'choice', key, options, unit, fallback }
  }
  if (property.type !== 'number' && property.type !== 'integer') return undefined
  const { minimum: min = 0, maximum: max = 1 } = property
  const whole = property.type === 'integer'
  return {
    control: control === 'number' ? 'number' : 'slider',
    key,
    min,
    max: Math.min(max, Number.MAX_SAFE_INTEGER),
    step: property.step ?? (whole ? 1 : (max - min) / 100),
    unit,
    fallback: typeof property.default === 'number' ? property.default : min,
  }
}

/** The value in force: what the recipe says if it fits, else the default. */
export function fieldValue(field: FormField, params: Readonly<Record<string, unknown>>): string | number | boolean {
  const value = params[field.key]
  switch (field.control) {
    case 'toggle':
      return typeof value === 'boolean' ? value : field.fallback
    case 'choice':
      return field.options.find((option) => option === value) ?? field.fallback
    case 'slider':
    case 'number':
      return typeof value === 'number' ? Math.min(field.max, Math.max(field.min, value)) : field.fallback
  }
}

/**
 * A number in words. A strength from 0 to 1 reads as per cent; units stand where their language puts them.
 * @param language BCP 47
 */
export function valueText(value: number, field: { min: number; max: number; unit: string }, language: string): string {
  const isShare = field.unit === '' && field.min === 0 && field.max <= 2
  if (field.unit === '%' || isShare)
    return new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 }).format(
      field.unit === '%' && field.max > 2 ? value / 100 : value,
    )
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 2 }).format(value)
  if (field.unit === 'x') return `${number}×`
  if (field.unit === '°') return `${number}°`
  return field.unit === '' ? number : `${number} ${field.unit}`
}
