import type { FloatTensor, OnnxNode } from './graph.ts'
import { type Field, fieldsOf, join, message, type Pieces } from './wire.ts'
import { floatTensor, nodeFields, tensorFields } from './write.ts'

const GRAPH = 7
const [NODE, WEIGHT] = [1, 5]
const TENSOR_NAME = 8

/**
 * The same model with other nodes, and with weights added or put in the place of those of that name. Nodes that were
 * read from it, and all that is not named here, stay byte for byte.
 */
export function rewriteModel(
  bytes: Uint8Array,
  nodes: readonly OnnxNode[],
  weights: ReadonlyMap<string, FloatTensor>,
): Uint8Array {
  const pieces: Pieces = [...fieldsOf(bytes)].flatMap((field) => {
    if (field.number !== GRAPH) return [field.raw]
    // A weight that a `Constant` or a `Cast` made is an initialiser now.
    const kept = nodes.filter(({ outputs }) => !outputs.some((name) => weights.has(name)))
    const others = [...fieldsOf(field.bytes)].filter(
      ({ number, bytes: tensor }) => number !== NODE && !(number === WEIGHT && weights.has(nameOf(tensor))),
    )
    const added = [...weights].map(
      ([name, { dimensions, data }]): Field => [WEIGHT, tensorFields(floatTensor(name, dimensions, data))],
    )
    const written = kept.flatMap((node) => (node.raw ? [node.raw] : message([[NODE, nodeFields(node)]])))
    return message([[GRAPH, [...written, ...others.map(({ raw }) => raw), ...message(added)]]])
  })
  return join(pieces)
}

function nameOf(tensor: Uint8Array): string {
  for (const field of fieldsOf(tensor)) if (field.number === TENSOR_NAME) return new TextDecoder().decode(field.bytes)
  return ''
}
