import { type ExifTree, TAG, TYPE } from './model.ts'
import { find, numberOf } from './values.ts'

const CENTIMETRES = 3

/** Pixels per inch as EXIF tells it; WebP has no other place for it. */
export function densityOf(tree: ExifTree): number | undefined {
  const entry = find(tree.ifd0, TAG.xResolution)
  if (!entry || entry.type !== TYPE.rational) return undefined
  const read = (at: number) => (tree.littleEndian ? entry.value.readUInt32LE(at) : entry.value.readUInt32BE(at))
  const value = read(0) / read(4)
  const unit = numberOf(find(tree.ifd0, TAG.resolutionUnit), tree.littleEndian)
  const density = Math.round(unit === CENTIMETRES ? value * 2.54 : value)
  return density > 0 && density < 100_000 ? density : undefined
}
