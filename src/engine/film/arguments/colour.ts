import type { PictureTrack } from '../facts.ts'

/** swscale's names of the matrices between luma-chroma and RGB. */
const matrices: Readonly<Record<string, string>> = {
  bt709: 'bt709',
  fcc: 'fcc',
  bt470bg: 'bt470',
  smpte170m: 'smpte170m',
  smpte240m: 'smpte240m',
  bt2020nc: 'bt2020',
  bt2020c: 'bt2020',
}

/**
 * The matrix of a film: as tagged, else what players guess, HD from 720 lines on. The same on the way in and out, so
 * that a wrong guess changes no colour.
 */
export function matrixOf({ colour, height }: PictureTrack): string {
  return matrices[colour.space ?? ''] ?? (height >= 720 ? 'bt709' : 'smpte170m')
}

/** Full range only where it is said: JPEG-like formats and tagged ones. */
export const rangeOf = ({ colour, pixelFormat }: PictureTrack): 'full' | 'limited' =>
  colour.range === 'pc' || pixelFormat.startsWith('yuvj') ? 'full' : 'limited'

/** Options that write the tags a film had. What was not tagged stays so. */
export function colourTags(track: PictureTrack): string[] {
  const { space, primaries, transfer } = track.colour
  // RGB films become luma and chroma: their own tag would be wrong.
  const matrix = space === 'gbr' ? 'bt709' : space
  return [
    ...(matrix ? ['-colorspace', matrix] : []),
    ...(primaries ? ['-color_primaries', primaries] : []),
    ...(transfer ? ['-color_trc', transfer] : []),
    '-color_range',
    rangeOf(track) === 'full' ? 'pc' : 'tv',
  ]
}
