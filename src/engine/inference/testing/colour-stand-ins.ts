import type { ModelCard } from '../../../shared/model-card.ts'
import type { Tensor } from './onnx-writer.ts'
import { installStandIn, type StandIn } from './stand-ins.ts'

const BINS = { step: 16, count: 12, every: 4 } as const
const CLASSES = BINS.count * BINS.count
/** Certainty of the stand-in: its distribution is a bell around one colour, this wide in a* and b*. */
const WIDTH = 18

const tensor = (name: string, dimensions: readonly number[], values: readonly number[]): Tensor => ({
  name,
  dimensions,
  data: Float32Array.from(values),
})

/** A colour as a straight line over lightness 0..1. */
export interface Line {
  readonly at0: number
  readonly at1: number
}

/**
 * Keeps to the contract of the built-in network: L / 100, hint a / 110, hint b / 110, presence -> logits of 144 bins at a
 * quarter of the size. It colours by lightness alone, and follows hints where they are.
 */
export function colourist(a: Line = { at0: 40, at1: -20 }, b: Line = { at0: -30, at1: 40 }): StandIn {
  const weights: number[] = []
  const biases: number[] = []
  for (let k = 0; k < CLASSES; k++) {
    const centre = (index: number) => (index - (BINS.count - 1) / 2) * BINS.step
    const [ca, cb] = [centre(Math.floor(k / BINS.count)), centre(k % BINS.count)]
    const sharp = 1 / WIDTH ** 2
    // The exponent of a bell around a colour, less what is the same for all bins.
    weights.push(sharp * (ca * (a.at1 - a.at0) + cb * (b.at1 - b.at0)), sharp * ca * 110, sharp * cb * 110, 0)
    biases.push(sharp * (ca * a.at0 + cb * b.at0 - (ca * ca + cb * cb) / 2))
  }
  return {
    nodes: [
      {
        type: 'AveragePool',
        inputs: ['input'],
        outputs: ['small'],
        attributes: { kernel_shape: [4, 4], strides: [4, 4] },
      },
      { type: 'Conv', inputs: ['small', 'w', 'bias'], outputs: ['output'], attributes: { kernel_shape: [1, 1] } },
    ],
    weights: [tensor('w', [CLASSES, 4, 1, 1], weights), tensor('bias', [CLASSES], biases)],
    scale: 1,
    receptiveField: 4,
    channels: { input: 4, output: CLASSES },
  }
}

/** Like DeOldify: gray as RGB 0..255 in, RGB 0..255 out, normalisation inside. Every channel is a line over the light. */
export function tinter(lines: readonly [Line, Line, Line]): StandIn {
  const mean = [0.485, 0.456, 0.406]
  const deviation = [0.229, 0.224, 0.225]
  return {
    nodes: [
      { type: 'Div', inputs: ['input', 'full'], outputs: ['unit'] },
      { type: 'Sub', inputs: ['unit', 'mean'], outputs: ['centred'] },
      { type: 'Div', inputs: ['centred', 'deviation'], outputs: ['normal'] },
      { type: 'Conv', inputs: ['normal', 'w', 'bias'], outputs: ['picture'], attributes: { kernel_shape: [1, 1] } },
      { type: 'Clip', inputs: ['picture', 'none', 'most'], outputs: ['output'] },
    ],
    weights: [
      tensor('full', [1], [255]),
      tensor('mean', [1, 3, 1, 1], mean),
      tensor('deviation', [1, 3, 1, 1], deviation),
      tensor(
        'w',
        [3, 3, 1, 1],
        lines.flatMap(({ at0, at1 }, o) =>
          [0, 1, 2].map((i) => (i === o ? (at1 - at0) * (deviation[o] as number) : 0)),
        ),
      ),
      tensor(
        'bias',
        [3],
        lines.map(({ at0, at1 }, o) => at0 + (at1 - at0) * (mean[o] as number)),
      ),
      { name: 'none', dimensions: [], data: Float32Array.of(0) },
      { name: 'most', dimensions: [], data: Float32Array.of(255) },
    ],
    scale: 1,
    receptiveField: 0,
    channels: { input: 3, output: 3 },
  }
}

/** Like DDColor: gray as RGB 0..1 in, a* and b* out, each a line over the light. */
export function chromaGuesser(a: Line, b: Line): StandIn {
  return {
    nodes: [
      { type: 'Conv', inputs: ['input', 'w', 'bias'], outputs: ['output'], attributes: { kernel_shape: [1, 1] } },
    ],
    weights: [
      tensor(
        'w',
        [2, 3, 1, 1],
        [a, b].flatMap(({ at0, at1 }) => [0, 0, at1 - at0]),
      ),
      tensor('bias', [2], [a.at0, b.at0]),
    ],
    scale: 1,
    receptiveField: 0,
    channels: { input: 3, output: 2 },
  }
}

export const colouristCard: Partial<ModelCard> = {
  task: 'colorize',
  multiple: 32,
  bins: { ...BINS, gain: 1 },
  input: { name: 'input', channels: 4, range: [-1, 1], colour: 'lightness, hints' },
  output: { name: 'output', channels: CLASSES, range: [-100, 100], colour: 'logits of colours' },
}

export const installColourist = (folder: string, standIn: StandIn = colourist()): ModelCard =>
  installStandIn(folder, 'colorize-photo', standIn, colouristCard)

/** @param id of the model; `deoldify` and `ddcolor` are as good as any */
export const installTinter = (folder: string, id: string, lines: readonly [Line, Line, Line]): ModelCard =>
  installStandIn(folder, id, tinter(lines), {
    task: 'colorize',
    multiple: 32,
    input: { name: 'input', channels: 3, range: [0, 255], colour: 'rgb' },
    output: { name: 'output', channels: 3, range: [0, 255], colour: 'rgb' },
  })

export const installChromaGuesser = (folder: string, id: string, a: Line, b: Line): ModelCard =>
  installStandIn(folder, id, chromaGuesser(a, b), {
    task: 'colorize',
    multiple: 32,
    input: { name: 'input', channels: 3, range: [0, 1], colour: 'rgb' },
    output: { name: 'output', channels: 2, range: [-128, 127], colour: 'lab' },
  })

/** By the contract of the network that looks at faded prints: takes a thumbnail, and answers the numbers it was made with. */
export const alwaysSaying = (numbers: readonly number[]): StandIn => ({
  nodes: [
    { type: 'GlobalAveragePool', inputs: ['input'], outputs: ['mean'] },
    { type: 'Conv', inputs: ['mean', 'w', 'numbers'], outputs: ['output'], attributes: { kernel_shape: [1, 1] } },
  ],
  weights: [
    tensor('w', [numbers.length, 3, 1, 1], new Array(3 * numbers.length).fill(0)),
    tensor('numbers', [numbers.length], numbers),
  ],
  scale: 1,
  receptiveField: 0,
  channels: { input: 3, output: numbers.length },
})
