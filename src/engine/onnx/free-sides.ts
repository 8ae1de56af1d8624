import type { OnnxGraph } from './graph.ts'
import { type Field, fieldsOf, join, message, type Pieces } from './wire.ts'
import { valueInfo } from './write.ts'

const GRAPH = 7
const [INPUT, OUTPUT, NOTES] = [11, 12, 13]

/**
 * The same model with width and height of input and output left free: many exports fix the side they were traced
 * with although no layer needs it. Everything else stays byte for byte; notes on sizes inside are dropped.
 */
export function freeSides(bytes: Uint8Array, { inputs, outputs }: OnnxGraph): Uint8Array {
  const values: Field[] = [
    ...inputs.map(({ name, axes }): Field => [INPUT, valueInfo(name, ['batch', axes[1] ?? 3, 'height', 'width'])]),
    ...outputs.map(
      ({ name, axes }): Field => [OUTPUT, valueInfo(name, ['batch', axes[1] ?? 3, 'output_height', 'output_width'])],
    ),
  ]
  const pieces: Pieces = [...fieldsOf(bytes)].flatMap((field) => {
    if (field.number !== GRAPH) return [field.raw]
    const kept = [...fieldsOf(field.bytes)].filter(({ number }) => ![INPUT, OUTPUT, NOTES].includes(number))
    return message([[GRAPH, [...kept.map(({ raw }) => raw), ...message(values)]]])
  })
  return join(pieces)
}
