interface Scan {
  readonly id: string
  readonly width: number
  readonly height: number
}

/** Of two scans of one print the one with fewer pixels; undefined where both have as many, and only eyes can tell. */
export function lesserOf<T extends Scan>(a: T, b: T): T | undefined {
  const [pixelsA, pixelsB] = [a.width * a.height, b.width * b.height]
  if (pixelsA === pixelsB) return undefined
  return pixelsA < pixelsB ? a : b
}
