import { installFaceNetworks } from './face-stand-ins.ts'
import type { Node, Tensor } from './onnx-writer.ts'
import { chain, installStandIn, type StandIn } from './stand-ins.ts'

/** Picks channels by a 1x1 convolution: row o of `picks` is the input that output o copies. */
const pick = (name: string, picks: readonly number[], inputs: number): Tensor => {
  const data = new Float32Array(picks.length * inputs)
  picks.forEach((from, o) => {
    data[o * inputs + from] = 1
  })
  return { name, dimensions: [picks.length, inputs, 1, 1], data }
}

const one = (name: string, value: number): Tensor => ({ name, dimensions: [1], data: Float32Array.of(value) })

/** Side of the neighbourhood a pixel is compared with. */
const AROUND = 9

/** Marks what differs from its neighbourhood by more than a quarter of the range: thin lines and dots. */
export function lineFinder(): StandIn {
  const data = new Float32Array(AROUND * AROUND).fill(-1 / (AROUND * AROUND))
  const middle = (data.length - 1) / 2
  data[middle] = (data[middle] as number) + 1
  const pad = (AROUND - 1) / 2
  return {
    nodes: [
      {
        type: 'Conv',
        inputs: ['input', 'w'],
        outputs: ['d'],
        attributes: { pads: [pad, pad, pad, pad], kernel_shape: [AROUND, AROUND] },
      },
      { type: 'Abs', inputs: ['d'], outputs: ['a'] },
      { type: 'Mul', inputs: ['a', 'gain'], outputs: ['m'] },
      { type: 'Add', inputs: ['m', 'bias'], outputs: ['b'] },
      { type: 'Sigmoid', inputs: ['b'], outputs: ['output'] },
    ],
    weights: [{ name: 'w', dimensions: [1, 1, AROUND, AROUND], data }, one('gain', 60), one('bias', -15)],
    scale: 1,
    receptiveField: pad,
    channels: { input: 1, output: 1 },
  }
}

/** Fills a hole with a mean of what lies around, the hole itself left out; the rest passes unchanged. */
export function holeFiller(side = 15): StandIn {
  const pad = (side - 1) / 2
  const mean = (name: string, channels: number): Tensor => ({
    name,
    dimensions: [channels, 1, side, side],
    data: new Float32Array(channels * side * side).fill(1 / (side * side)),
  })
  const blur = (from: string, weight: string, to: string): Node => ({
    type: 'Conv',
    inputs: [from, weight],
    outputs: [to],
    attributes: { pads: [pad, pad, pad, pad], kernel_shape: [side, side], group: 3 },
  })
  return {
    nodes: [
      { type: 'Conv', inputs: ['input', 'colours'], outputs: ['rgb'] },
      { type: 'Conv', inputs: ['input', 'hole'], outputs: ['h'] },
      { type: 'Sub', inputs: ['one', 'h'], outputs: ['keep'] },
      { type: 'Mul', inputs: ['rgb', 'keep'], outputs: ['known'] },
      blur('known', 'mean', 'sum'),
      blur('keep', 'mean', 'weight'),
      { type: 'Add', inputs: ['weight', 'least'], outputs: ['safe'] },
      { type: 'Div', inputs: ['sum', 'safe'], outputs: ['around'] },
      { type: 'Mul', inputs: ['around', 'h'], outputs: ['filled'] },
      { type: 'Add', inputs: ['known', 'filled'], outputs: ['output'] },
    ],
    weights: [
      pick('colours', [0, 1, 2], 4),
      pick('hole', [3, 3, 3], 4),
      mean('mean', 3),
      one('one', 1),
      one('least', 1e-4),
    ],
    scale: 1,
    receptiveField: pad,
    channels: { input: 4, output: 3 },
  }
}

/** The mean of `side` x `side` pixels, colour by colour: what every denoiser does to a flat place. */
export function smoother(side: number): StandIn {
  const pad = (side - 1) / 2
  const data = new Float32Array(3 * side * side).fill(1 / (side * side))
  return {
    nodes: [
      {
        type: 'Conv',
        inputs: ['input', 'w'],
        outputs: ['output'],
        attributes: { pads: [pad, pad, pad, pad], kernel_shape: [side, side], group: 3 },
      },
    ],
    weights: [{ name: 'w', dimensions: [3, 1, side, side], data }],
    scale: 1,
    receptiveField: pad,
  }
}

/** Stand-ins for every network of the repairing operations. They do what the real ones do, crudely. */
export function installRepairers(folder: string): void {
  installStandIn(folder, 'scratch-detect', lineFinder(), {
    task: 'scratch-mask',
    multiple: 16,
    output: { name: 'output', channels: 1, range: [0, 1], colour: 'mask' },
  })
  installStandIn(folder, 'inpaint-thin', holeFiller(), { task: 'inpaint', multiple: 16 })
  for (const id of ['denoise-photo', 'deblock-photo', 'deblur-photo'])
    installStandIn(folder, id, smoother(5), { task: 'clean', multiple: 16 })
  installStandIn(folder, 'restore-photo', holeFiller(7), { task: 'restore', multiple: 16 })
  installStandIn(folder, 'upscale-real-x4', chain(4, 3, { input: 4, output: 3 }), { task: 'test' })
  installFaceNetworks(folder)
  for (const scale of [2, 3, 4]) {
    const gray = { input: 1, output: 1 }
    installStandIn(folder, `srcnn-x${scale}`, chain(1, 3, gray), { task: 'test' })
    installStandIn(folder, `fsrcnn-x${scale}`, chain(scale, 3, gray), { task: 'test' })
  }
}
