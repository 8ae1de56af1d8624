/** Ways to enlarge: faithful, for damaged photos, and the two networks with which it all began. */
export const styles = ['clean', 'real', 'srcnn', 'fsrcnn'] as const
export type Style = (typeof styles)[number]
export type Factor = 2 | 3 | 4

/** Waits for weights: say true when they are in models/. */
const shipped: Readonly<Record<Style, boolean>> = { clean: true, real: true, srcnn: true, fsrcnn: true }

/** What users may choose from. */
export const offered = styles.filter((style) => shipped[style]) as [Style, ...Style[]]

const modelOf = (style: Style, factor: Factor): string => {
  if (style === 'real') return 'upscale-real-x4'
  return style === 'clean' ? `upscale-clean-x${factor}` : `${style}-x${factor}`
}

/** The networks of all ways that are offered. */
export const offeredModels: readonly string[] = [
  ...new Set(offered.flatMap((style) => ([2, 3, 4] as const).map((factor) => modelOf(style, factor)))),
]

/**
 * The network that serves a scale, and how many times as large its answer is taken: the next whole number, then the
 * rest is shrunk; beyond 4 the rest is classical enlargement. `real` knows 4 only and is shrunk tile by tile.
 */
export function networkFor(scale: number, style: Style = 'clean'): { readonly model: string; readonly factor: Factor } {
  const factor = scale <= 2 ? 2 : scale <= 3 ? 3 : 4
  return { model: modelOf(style, factor), factor }
}

/** The way and the factor that a network of ours serves; the largest where it serves several. Undefined for others. */
export function servedBy(model: string): { readonly style: Style; readonly scale: Factor } | undefined {
  const all = offered.flatMap((style) => ([4, 3, 2] as const).map((scale) => ({ style, scale })))
  return all.find(({ style, scale }) => modelOf(style, scale) === model)
}
