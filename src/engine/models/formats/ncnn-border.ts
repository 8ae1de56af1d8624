import type { NcnnLayer } from './ncnn-param.ts'

/** A side as `scale * n + rest`, of an input of n pixels. */
interface Side {
  readonly scale: number
  readonly rest: number
}

/**
 * How many pixels of every side a network uses up: those of waifu2x convolve without padding and expect the picture
 * with a border around it. As much is put there, so that the result is an even multiple of the picture.
 */
export function borderOf(layers: readonly NcnnLayer[]): number {
  const sides = new Map<string, Side>()
  let last: Side = { scale: 1, rest: 0 }
  for (const layer of layers) {
    last = sideAfter(layer, sides.get(layer.inputs[0] ?? '') ?? { scale: 1, rest: 0 })
    for (const output of layer.outputs) sides.set(output, last)
  }
  const border = -last.rest / (2 * last.scale)
  return Number.isInteger(border) && border > 0 && border <= MOST ? border : 0
}

/** The largest border a known network uses up is 18. */
const MOST = 64

function sideAfter(layer: NcnnLayer, { scale, rest }: Side): Side {
  const [size, dilation, stride, pad] = [layer.number(1, 1), layer.number(2, 1), layer.number(3, 1), layer.number(4, 0)]
  switch (layer.type) {
    case 'Convolution':
      return { scale: scale / stride, rest: (rest + 2 * pad - (size - 1) * dilation - 1) / stride + 1 }
    case 'Deconvolution':
      return { scale: scale * stride, rest: (rest - 1) * stride + (size - 1) * dilation + 1 - 2 * pad }
    case 'PixelShuffle':
      return { scale: scale * layer.number(0, 1), rest: rest * layer.number(0, 1) }
    case 'Interp':
      return { scale: scale * layer.number(1, 1), rest: rest * layer.number(1, 1) }
    default:
      return { scale, rest }
  }
}
