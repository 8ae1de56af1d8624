import { TEMPLATE_512 } from '../../../operations/support/faces/align.ts'
import type { Node, Tensor } from './onnx-writer.ts'
import { installStandIn, type StandIn } from './stand-ins.ts'

/** Light above which a cell of 32 pixels is taken for a face. */
export const FACE_LIGHT = 0.5
const SURE = 80

/**
 * Takes every bright square of 32 pixels on the grid for the middle of an upright face, its eyes 24 pixels apart.
 * Answers as our own detector does: [1, 15, cells], strides 8, 16, 32; only the last finds anything.
 */
export function brightSquareFinder(): StandIn {
  const nodes: Node[] = []
  const weights: Tensor[] = []
  const parts = [8, 16, 32].map((stride) => {
    const name = (what: string) => `${what}${stride}`
    weights.push(
      {
        name: name('w'),
        dimensions: [15, 1, stride, stride],
        data: Float32Array.from({ length: 15 * stride * stride }, (_, i) =>
          i < stride * stride ? SURE / stride / stride : 0,
        ),
      },
      {
        name: name('b'),
        dimensions: [15],
        data: Float32Array.of(stride === 32 ? -SURE * FACE_LIGHT : -2 * SURE, ...faceCell()),
      },
      { name: name('shape'), dimensions: [3], data: BigInt64Array.of(1n, 15n, -1n) },
    )
    nodes.push(
      {
        type: 'Conv',
        inputs: ['input', name('w'), name('b')],
        outputs: [name('c')],
        attributes: { kernel_shape: [stride, stride], strides: [stride, stride] },
      },
      { type: 'Reshape', inputs: [name('c'), name('shape')], outputs: [name('r')] },
    )
    return name('r')
  })
  weights.push({ name: 'sizes', dimensions: [2], data: BigInt64Array.of(1n, 14n) })
  nodes.push(
    { type: 'Concat', inputs: parts, outputs: ['raw'], attributes: { axis: 2 } },
    { type: 'Split', inputs: ['raw', 'sizes'], outputs: ['logit', 'places'], attributes: { axis: 1 } },
    { type: 'Sigmoid', inputs: ['logit'], outputs: ['score'] },
    { type: 'Concat', inputs: ['score', 'places'], outputs: ['output'], attributes: { axis: 1 } },
  )
  return {
    nodes,
    weights,
    scale: 1,
    receptiveField: 0,
    channels: { input: 1, output: 15 },
    ends: {
      inputs: [{ name: 'input', axes: ['batch', 1, 'height', 'width'] }],
      outputs: [{ name: 'output', axes: ['batch', 15, 'cells'] }],
    },
  }
}

/** Box and points of an upright face around the middle of a cell of 32 pixels, in units of it. */
function faceCell(): number[] {
  const unit = 24 / (126 * 32)
  const points = TEMPLATE_512.flatMap(([x, y]) => [(x - 256) * unit, (y - 300) * unit])
  return [-0.75, -1, 0.75, 1, ...points]
}

/** Raises the contrast of a face by a tenth, around middle gray, and lifts it by a tone that must not come through. */
export function contrastRaiser(range: readonly [number, number]): StandIn {
  const middle = (range[0] + range[1]) / 2
  return {
    nodes: [
      { type: 'Mul', inputs: ['input', 'gain'], outputs: ['m'] },
      { type: 'Add', inputs: ['m', 'lift'], outputs: ['output'] },
    ],
    weights: [
      { name: 'gain', dimensions: [1], data: Float32Array.of(1.1) },
      { name: 'lift', dimensions: [1], data: Float32Array.of(-0.1 * middle + 0.05 * (range[1] - range[0])) },
    ],
    scale: 1,
    receptiveField: 0,
  }
}

const SQUARE = [1, 3, 512, 512] as const

/** GFPGAN and RestoreFormer++ by their contract: one face of 512, RGB -1..1. */
export const likeGfpgan = (): StandIn => ({
  ...contrastRaiser([-1, 1]),
  ends: { inputs: [{ name: 'input', axes: SQUARE }], outputs: [{ name: 'output', axes: SQUARE }] },
})

/** CodeFormer by its contract: a second input, `weight`, float64 [1]; the smaller it is, the more is changed. */
export const likeCodeFormer = (): StandIn => ({
  nodes: [
    { type: 'Cast', inputs: ['weight'], outputs: ['w'], attributes: { to: 1 } },
    { type: 'Sub', inputs: ['two', 'w'], outputs: ['gain'] },
    { type: 'Mul', inputs: ['input', 'gain'], outputs: ['output'] },
  ],
  weights: [{ name: 'two', dimensions: [1], data: Float32Array.of(2) }],
  scale: 1,
  receptiveField: 0,
  ends: {
    inputs: [
      { name: 'input', axes: SQUARE },
      { name: 'weight', axes: [1], type: 'float64' },
    ],
    outputs: [{ name: 'output', axes: SQUARE }],
  },
})

/** Stand-ins for our own two. */
export function installFaceNetworks(folder: string): void {
  installStandIn(folder, 'face-detect', brightSquareFinder(), {
    task: 'detect-faces',
    multiple: 32,
    output: { name: 'output', channels: 15, range: [0, 1], colour: 'faces' },
  })
  installStandIn(folder, 'face-sharpen', contrastRaiser([0, 1]), { task: 'restore-faces', multiple: 16 })
}
