import { limits } from '../limits.ts'
import { refuse } from '../refusal.ts'

/** One layer of an ncnn `.param` file. */
export interface NcnnLayer {
  readonly type: string
  readonly name: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  /** Whole or real number of a key, or what is left out there. */
  number(key: number, fallback: number): number
  /** Values of an array, written as `-233<key>=count,values`. */
  list(key: number): readonly number[]
}

const MAGIC = '7767517'
const ARRAY = -23300

/**
 * Reads the text form of an ncnn network. Source: ncnn's wiki, “param and model file structure”.
 * @throws AppError `model-refused`
 */
export function readParam(text: string, name: string): NcnnLayer[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '')
  if (lines[0]?.trim() !== MAGIC) throw refuse(name, 'unknown-format', 'is no ncnn network in text form.')
  const [count = 0] = (lines[1] ?? '').trim().split(/\s+/).map(Number)
  const body = lines.slice(2)
  if (!(count <= limits.nodes)) throw refuse(name, 'absurd-size', 'describes an absurdly large network.')
  if (body.length !== count) throw refuse(name, 'truncated', 'is cut short: copy or download it once more.')
  return body.map((line) => readLayer(line, name))
}

function readLayer(line: string, name: string): NcnnLayer {
  const [type = '', own = '', inputs = '', outputs = '', ...rest] = line.trim().split(/\s+/)
  const [from, to] = [Number(inputs), Number(outputs)]
  if (!(from >= 0 && to >= 0 && from + to <= rest.length))
    throw refuse(name, 'corrupt', 'is damaged: a layer is not whole.')
  const values = new Map<number, readonly number[]>()
  for (const part of rest.slice(from + to)) {
    const [key, value] = part.split('=')
    const numbers = (value ?? '').split(',').map(Number)
    if (numbers.length === 0 || numbers.some((item) => !Number.isFinite(item)))
      throw refuse(name, 'corrupt', 'is damaged: a layer is not whole.')
    if (Number(key) <= ARRAY && numbers[0] !== numbers.length - 1)
      throw refuse(name, 'corrupt', 'is damaged: a list is not as long as it says.')
    values.set(Number(key), numbers)
  }
  return {
    type,
    name: own,
    inputs: rest.slice(0, from),
    outputs: rest.slice(from, from + to),
    number: (key, fallback) => values.get(key)?.[0] ?? fallback,
    list: (key) => values.get(ARRAY - key)?.slice(1) ?? [],
  }
}
