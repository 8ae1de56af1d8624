import { GraphBuilder, type Weight } from '../../onnx/builder.ts'
import { type Recognise, requireAllKnown, requireShape, type Shapes, UnsupportedVariant } from './architecture.ts'

const NAME = 'SRVGGNetCompact'

/**
 * The compact network of Real-ESRGAN (`realesr-animevideov3`, `realesr-general-x4v3`): convolutions with PReLU at the
 * small size, a pixel shuffle, added to the input enlarged by repetition. Keys `body.<n>`: even ones are
 * convolutions, odd ones slopes. Source: `realesrgan/archs/srvgg_arch.py`, restated.
 */
export const recogniseSrvgg: Recognise = (shapes) => {
  if (shapes.get('body.0.weight')?.length !== 4 || !shapes.has('body.0.bias')) return undefined
  if (![...shapes.keys()].every((key) => /^body\.\d+\.(weight|bias)$/.test(key))) return undefined
  const last = Math.max(...[...shapes.keys()].map((key) => Number(key.split('.')[1])))
  const features = shapes.get('body.0.weight')?.[0] ?? 0
  if (shapes.get('body.1.weight')?.length !== 1)
    throw new UnsupportedVariant(`a ${NAME} whose activations are not in the file (only PReLU is)`)
  const scale = Math.sqrt((shapes.get(`body.${last}.weight`)?.[0] ?? 0) / 3)
  if (last % 2 !== 0 || last < 2 || !Number.isInteger(scale) || scale < 1 || scale > 8)
    throw new UnsupportedVariant(`a variant of ${NAME} that does not end in an RGB picture`)
  check(shapes, last, features, scale)
  const layers = last / 2 - 1
  return {
    name: NAME,
    detail: `${layers} convolutions of ${features} features, PReLU, x${scale}`,
    build: (weights) => {
      const graph = new GraphBuilder()
      const at = (key: string) => weights.get(key) as Weight
      let picture = 'input'
      for (let layer = 0; layer <= last; layer += 2) {
        picture = graph.conv(picture, at(`body.${layer}.weight`), at(`body.${layer}.bias`), { pad: 1 })
        if (layer < last) picture = graph.prelu(picture, at(`body.${layer + 1}.weight`))
      }
      const base = graph.nearest('input', scale)
      return graph.finish(graph.sum(graph.pixelShuffle(picture, scale), base))
    },
  }
}

function check(shapes: Shapes, last: number, features: number, scale: number): void {
  const known = new Set<string>()
  for (let layer = 0; layer <= last; layer += 2) {
    const outputs = layer === last ? 3 * scale * scale : features
    const key = `body.${layer}`
    requireShape(shapes, `${key}.weight`, [outputs, layer === 0 ? 3 : features, 3, 3], NAME)
    requireShape(shapes, `${key}.bias`, [outputs], NAME)
    known.add(`${key}.weight`).add(`${key}.bias`)
    if (layer === last) continue
    const slopes = `body.${layer + 1}.weight`
    requireShape(shapes, slopes, [features], NAME)
    known.add(slopes)
  }
  requireAllKnown(shapes, known, NAME)
}
