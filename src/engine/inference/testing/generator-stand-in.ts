import type { Node, Tensor } from './onnx-writer.ts'
import { installStandIn, type StandIn } from './stand-ins.ts'

/** Rows and numbers of its latents: colours of a field of four by four, the mean of both rows. */
const [LAYERS, WIDTH, FIELD] = [2, 48, 4] as const
const GAIN = 0.15
const SIDE = 128

/** A generator of sixteen flat squares by its contract (models/training/gradient_graph.py), with its gradient worked out by hand. */
export function sixteenSquares(): StandIn {
  const numbers = (name: string, data: Float32Array | BigInt64Array): Tensor => ({
    name,
    dimensions: [data.length],
    data,
  })
  const pool = (from: string, to: string, side: number): Node => ({
    type: 'AveragePool',
    inputs: [from],
    outputs: [to],
    attributes: { kernel_shape: [side, side], strides: [side, side] },
  })
  const op = (type: string, inputs: string[], output: string): Node => ({ type, inputs, outputs: [output] })
  return {
    nodes: [
      { type: 'ReduceMean', inputs: ['latent'], outputs: ['mean'], attributes: { axes: [1], keepdims: 0 } },
      op('Reshape', ['mean', 'field'], 'colours'),
      op('Mul', ['colours', 'gain'], 'faint'),
      op('Add', ['faint', 'half'], 'squares'),
      op('Resize', ['squares', '', 'eightfold'], 'shrunk'),
      op('Resize', ['squares', '', 'whole'], 'picture'),
      op('Sub', ['shrunk', 'small'], 'fine'),
      pool('fine', 'coarse', 2),
      op('Mul', ['fine', 'fine'], 'fine2'),
      op('Mul', ['coarse', 'coarse'], 'coarse2'),
      { type: 'ReduceMean', inputs: ['fine2'], outputs: ['fineError'], attributes: { keepdims: 0 } },
      { type: 'ReduceMean', inputs: ['coarse2'], outputs: ['coarseError'], attributes: { keepdims: 0 } },
      op('Reshape', ['fineError', 'one'], 'fine1'),
      op('Reshape', ['coarseError', 'one'], 'coarse1'),
      { type: 'Concat', inputs: ['coarse1', 'fine1'], outputs: ['errors'], attributes: { axis: 0 } },
      op('Mul', ['errors', 'weights'], 'weighted'),
      { type: 'ReduceSum', inputs: ['weighted'], outputs: ['error'], attributes: { keepdims: 0 } },
      // Squares are flat, so both sizes have one gradient: that of the mean difference in each.
      pool('fine', 'apart', 8),
      op('Mul', ['apart', 'slope'], 'sloped'),
      op('Reshape', ['sloped', 'row'], 'gradientRow'),
      { type: 'Concat', inputs: ['gradientRow', 'gradientRow'], outputs: ['gradient'], attributes: { axis: 1 } },
    ],
    weights: [
      numbers('field', BigInt64Array.of(1n, 3n, BigInt(FIELD), BigInt(FIELD))),
      numbers('row', BigInt64Array.of(1n, 1n, BigInt(WIDTH))),
      numbers('one', BigInt64Array.of(1n)),
      numbers('gain', Float32Array.of(GAIN)),
      numbers('half', Float32Array.of(0.5)),
      numbers('slope', Float32Array.of((2 * GAIN) / WIDTH / LAYERS)),
      numbers('eightfold', Float32Array.of(1, 1, 8, 8)),
      numbers('whole', Float32Array.of(1, 1, SIDE / FIELD, SIDE / FIELD)),
    ],
    scale: 1,
    receptiveField: 0,
    ends: {
      inputs: [
        { name: 'latent', axes: [1, LAYERS, WIDTH] },
        { name: 'small', axes: [1, 3, 32, 32] },
        { name: 'weights', axes: [2] },
      ],
      outputs: [
        { name: 'error', axes: [] },
        { name: 'gradient', axes: [1, LAYERS, WIDTH] },
        { name: 'picture', axes: [1, 3, SIDE, SIDE] },
      ],
    },
  }
}

export const installGenerator = (folder: string): void => {
  installStandIn(folder, 'face-generator', sixteenSquares(), {
    task: 'imagine-face',
    side: SIDE,
    latent: { layers: LAYERS, width: WIDTH },
  })
}
