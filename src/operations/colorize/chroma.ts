/** Colours without their lightness: a* and b* of every pixel, row by row. */
export interface Chroma {
  readonly width: number
  readonly height: number
  readonly a: Float32Array
  readonly b: Float32Array
}

/** A picture as networks and hints see it: small, its lightness apart. */
export interface Reduced {
  readonly width: number
  readonly height: number
  /** L*, 0..100. */
  readonly lightness: Float32Array
}
