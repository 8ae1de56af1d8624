import { GraphBuilder, type Weight } from '../../onnx/builder.ts'
import type { Recognise } from './architecture.ts'

const WIDTHS = [16, 32, 64, 128, 128, 256] as const
/** The six convolutions see no padding: seven pixels of every side are used up, so they are put there first. */
const BORDER = 7

/**
 * upconv_7 of waifu2x: six convolutions without padding and one transposed convolution, x2. Told by the shapes alone,
 * as every port has its own keys. Source: `waifu2x/lib/srcnn.lua`, restated.
 */
export const recogniseUpconv: Recognise = (shapes) => {
  const layers = [...shapes]
    .filter(([, shape]) => shape.length === 4)
    .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
  const expected = [...WIDTHS.map((width, i) => [width, WIDTHS[i - 1] ?? 3, 3, 3]), [256, 3, 4, 4]]
  if (layers.length !== expected.length || shapes.size !== layers.length * 2) return undefined
  if (!layers.every(([, shape], i) => shape.join() === expected[i]?.join())) return undefined
  const keys = layers.map(([key]) => key.replace(/\.weight$/, ''))
  if (!keys.every((key) => shapes.has(`${key}.bias`))) return undefined
  return {
    name: 'upconv_7',
    detail: 'six convolutions of 16 to 256 features, x2 (waifu2x)',
    build: (weights) => {
      const graph = new GraphBuilder()
      const at = (key: string) => weights.get(key) as Weight
      let picture = graph.padEdge('input', { before: BORDER, after: BORDER })
      for (const key of keys.slice(0, -1))
        picture = graph.leakyRelu(graph.conv(picture, at(`${key}.weight`), at(`${key}.bias`)), 0.1)
      const last = keys.at(-1) as string
      return graph.finish(graph.deconv(picture, at(`${last}.weight`), at(`${last}.bias`), { stride: 2, pad: 3 }))
    },
  }
}
