import type { OnnxGraph } from '../../onnx/graph.ts'
import type { Weights } from '../formats/tensors.ts'

/** Shapes of a state dict by key: all that is needed to recognise a network. */
export type Shapes = ReadonlyMap<string, readonly number[]>

/** A network recognised in a state dict. */
export interface Recognised {
  /** As its authors call it. */
  readonly name: string
  /** In words: layers, features. */
  readonly detail: string
  /** Writes the network down. */
  build(weights: Weights): OnnxGraph
}

/** Thrown when a network is of a known kind but of a variant that is not supported. `message` completes “it is …”. */
export class UnsupportedVariant extends Error {}

/** @returns undefined when the keys are not of this architecture. @throws UnsupportedVariant */
export type Recognise = (shapes: Shapes) => Recognised | undefined

/** Keys that a recogniser did not account for: the network is another one than it looks. */
export function requireAllKnown(shapes: Shapes, known: ReadonlySet<string>, architecture: string): void {
  const strange = [...shapes.keys()].find((key) => !known.has(key))
  if (strange !== undefined)
    throw new UnsupportedVariant(`a variant of ${architecture} with parts that are not known (“${strange}”)`)
}

export function requireShape(shapes: Shapes, key: string, expected: readonly number[], architecture: string): void {
  const shape = shapes.get(key)
  if (!shape) throw new UnsupportedVariant(`an incomplete ${architecture}: “${key}” is missing`)
  if (shape.length !== expected.length || shape.some((size, i) => size !== expected[i]))
    throw new UnsupportedVariant(
      `a variant of ${architecture}: “${key}” is ${shape.join(' x ')}, not ${expected.join(' x ')}`,
    )
}
