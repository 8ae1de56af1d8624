/**
 * A fidelity figure (dB) as one of four judgements. 40 dB is a mean difference of one per cent, which nobody sees; at
 * 34 dB one sees it when switching between the two; below 28 dB the picture has become another.
 */
export function closeness(decibel: number): 'same' | 'near' | 'changed' | 'different' {
  if (decibel >= 40) return 'same'
  if (decibel >= 34) return 'near'
  return decibel >= 28 ? 'changed' : 'different'
}
