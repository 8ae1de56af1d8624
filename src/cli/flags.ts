import { InvalidArgumentError, Option } from 'commander'
import { z } from 'zod'
import type { Operation } from '../operations/define.ts'
import { operationWords } from '../operations/locales.ts'

/** One parameter as JSON Schema tells it, enough to make a flag of. */
interface Shape {
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly minimum?: number
  readonly maximum?: number
  readonly default?: unknown
  readonly unit?: string
  readonly anyOf?: readonly Shape[]
}

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

/** The parameters of an operation, by name, as JSON Schema shapes. */
export function shapesOf(operation: Operation): ReadonlyMap<string, Shape> {
  const schema = z.toJSONSchema(operation.params, { io: 'input' }) as { properties?: Record<string, Shape> }
  return new Map(Object.entries(schema.properties ?? {}))
}

/** Command line options of an operation, one for each parameter: generated, never written by hand. */
export function flagsOf(operation: Operation): Option[] {
  const words = operationWords.en[operation.id]
  return [...shapesOf(operation)].map(([name, shape]) => {
    const help = words?.params[name]
    const option = new Option(`--${kebab(name)} <value>`, describe(help?.title ?? name, help?.help, shape))
    return option.argParser((text: string) => parseValue(text, shape))
  })
}

function describe(title: string, help: string | undefined, shape: Shape): string {
  const range = shape.minimum !== undefined && shape.maximum !== undefined ? `${shape.minimum}..${shape.maximum}` : ''
  const choices = shape.enum ? shape.enum.join(' | ') : ''
  const fallback = shape.default === undefined ? '' : `default ${JSON.stringify(shape.default)}`
  const facts = [range || choices, fallback].filter(Boolean).join(', ')
  return `${title}${help ? `: ${help}` : ''}${facts ? ` (${facts})` : ''}`
}

/** Turns the text of a flag into what the schema wants; the schema itself checks ranges afterwards. */
export function parseValue(text: string, shape: Shape): unknown {
  const kind = shape.type ?? typeof shape.enum?.[0]
  if (kind === 'number' || kind === 'integer') return parseNumber(text)
  if (kind === 'boolean') return parseBoolean(text)
  if (kind === 'string') return text
  return parseStructured(text)
}

function parseNumber(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text)
  if (!Number.isFinite(value)) throw new InvalidArgumentError('a number is expected.')
  return value
}

function parseBoolean(text: string): boolean {
  if (/^(true|yes|on|1)$/i.test(text)) return true
  if (/^(false|no|off|0)$/i.test(text)) return false
  throw new InvalidArgumentError('true or false is expected.')
}

/** Objects, arrays and choices of numbers are given as JSON; what is not JSON is taken as plain text. */
function parseStructured(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** What a parameter wants, in words, when what it got does not fit. */
export function wrongParameter(operation: Operation, name: PropertyKey | undefined): string {
  const shape = shapesOf(operation).get(String(name))
  if (!shape) return 'These parameters do not go together.'
  const flag = `--${kebab(String(name))}`
  const choices = shape.enum ?? shape.anyOf?.flatMap((option) => option.const ?? [])
  if (choices && choices.length > 0) return `${flag}: one of ${choices.join(', ')} is expected.`
  const kind = shape.type === 'integer' ? 'a whole number' : 'a number'
  if (shape.minimum !== undefined && shape.maximum !== undefined)
    return `${flag}: ${kind} from ${shape.minimum} to ${shape.maximum} is expected.`
  return `${flag}: this value does not fit.`
}

/** Only the parameters of the operation, out of all the options commander has gathered. */
export function paramsFrom(operation: Operation, options: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    [...shapesOf(operation).keys()].filter((name) => options[name] !== undefined).map((name) => [name, options[name]]),
  )
}
