import sharp from 'sharp'

const side = 32
const kept = 8

/** cosines[k * side + n]: basis k of the discrete cosine transform (type II) at sample n. */
const cosines = Float64Array.from({ length: (kept + 1) * side }, (_, i) => {
  const [k, n] = [Math.floor(i / side), i % side]
  return Math.cos((Math.PI * k * (2 * n + 1)) / (2 * side))
})

/**
 * A hash of how a picture looks: 64 bits as 16 hex digits, alike for pictures that look alike, whatever their size,
 * sharpness, tone or compression. Signs of the 8 x 8 lowest frequencies (without those that are constant along an
 * axis) of a 32 x 32 gray version against their median; after the well-known "pHash" of C. Zauner, 2010.
 * @param file any picture sharp reads; a thumbnail is enough
 */
export async function looksOf(file: string): Promise<string> {
  const { data } = await sharp(file)
    .flatten({ background: '#808080' })
    .grayscale()
    .resize(side, side, { fit: 'fill' })
    .raw()
    .toBuffer({ resolveWithObject: true })
  return hashOf(data)
}

/** @param gray 32 x 32 samples */
export function hashOf(gray: ArrayLike<number>): string {
  const rows = new Float64Array((kept + 1) * side)
  for (let y = 0; y < side; y++) {
    for (let k = 1; k <= kept; k++) {
      let sum = 0
      for (let n = 0; n < side; n++) sum += (gray[y * side + n] ?? 0) * (cosines[k * side + n] ?? 0)
      rows[k * side + y] = sum
    }
  }
  const values: number[] = []
  for (let v = 1; v <= kept; v++) {
    for (let u = 1; u <= kept; u++) {
      let sum = 0
      for (let n = 0; n < side; n++) sum += (rows[u * side + n] ?? 0) * (cosines[v * side + n] ?? 0)
      values.push(sum)
    }
  }
  const sorted = values.toSorted((a, b) => a - b)
  const median = ((sorted[31] ?? 0) + (sorted[32] ?? 0)) / 2
  const bits = values.map((value) => (value > median ? '1' : '0')).join('')
  return BigInt(`0b${bits}`).toString(16).padStart(16, '0')
}
