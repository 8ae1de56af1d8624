import type { TestTensor, TestWeights } from './write-pth.ts'

/** State dicts of small networks with fixed pseudo-random weights. */
function source() {
  let state = 2463534242
  return (shape: readonly number[], spread: number): TestTensor => {
    const length = shape.reduce((product, size) => product * size, 1)
    const next = () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0
      return (state / 2 ** 32 - 0.5) * spread
    }
    return { shape, data: Float32Array.from({ length }, next) }
  }
}

export function srvgg({ features = 4, layers = 1, scale = 2 } = {}): TestWeights {
  const draw = source()
  const weights: Record<string, TestTensor> = {}
  for (let layer = 0; layer <= layers + 1; layer++) {
    const last = layer === layers + 1
    const outputs = last ? 3 * scale * scale : features
    weights[`body.${layer * 2}.weight`] = draw([outputs, layer === 0 ? 3 : features, 3, 3], 0.2)
    weights[`body.${layer * 2}.bias`] = draw([outputs], 0.1)
    if (!last) weights[`body.${layer * 2 + 1}.weight`] = draw([features], 0.5)
  }
  return weights
}

/** @param fold 1 for x4, 2 for x2, 4 for x1 */
export function rrdb({ features = 4, growth = 2, blocks = 1, fold = 1 } = {}): TestWeights {
  const draw = source()
  const weights: Record<string, TestTensor> = {}
  const conv = (key: string, outputs: number, inputs: number) => {
    weights[`${key}.weight`] = draw([outputs, inputs, 3, 3], 0.3)
    weights[`${key}.bias`] = draw([outputs], 0.1)
  }
  conv('conv_first', features, 3 * fold * fold)
  for (let block = 0; block < blocks; block++)
    for (let dense = 1; dense <= 3; dense++)
      for (let layer = 1; layer <= 5; layer++)
        conv(`body.${block}.rdb${dense}.conv${layer}`, layer === 5 ? features : growth, features + (layer - 1) * growth)
  for (const key of ['conv_body', 'conv_up1', 'conv_up2', 'conv_hr']) conv(key, features, features)
  conv('conv_last', 3, features)
  return weights
}

const OLD_NAMES: Readonly<Record<string, string>> = {
  conv_first: 'model.0',
  conv_body: 'model.1.sub.1',
  conv_up1: 'model.3',
  conv_up2: 'model.6',
  conv_hr: 'model.8',
  conv_last: 'model.10',
}

/** The same network under the keys of the first ESRGAN release; for one block. */
export const withOldKeys = (weights: TestWeights): TestWeights =>
  Object.fromEntries(
    Object.entries(weights).map(([key, tensor]) => {
      const [, stem = '', end = ''] = /^(.*)\.(weight|bias)$/.exec(key) ?? []
      const dense = /^body\.(\d+)\.rdb(\d)\.conv(\d)$/.exec(stem)
      const name = dense ? `model.1.sub.${dense[1]}.RDB${dense[2]}.conv${dense[3]}.0` : OLD_NAMES[stem]
      return [`${name}.${end}`, tensor]
    }),
  )

export function upconv(): TestWeights {
  const draw = source()
  const weights: Record<string, TestTensor> = {}
  const widths = [3, 16, 32, 64, 128, 128, 256]
  for (let layer = 0; layer < 6; layer++) {
    weights[`net.${layer * 2}.weight`] = draw([widths[layer + 1] as number, widths[layer] as number, 3, 3], 0.1)
    weights[`net.${layer * 2}.bias`] = draw([widths[layer + 1] as number], 0.1)
  }
  weights['net.12.weight'] = draw([256, 3, 4, 4], 0.1)
  weights['net.12.bias'] = draw([3], 0.1)
  return weights
}
