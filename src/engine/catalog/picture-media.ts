import { dateRange } from '../../shared/dates/edtf.ts'
import { isFilm } from '../film/is-film.ts'
import { describeFilm } from '../film/poster.ts'
import { dateTaken, readFacts } from '../media/facts.ts'
import { looksOf } from '../media/looks.ts'
import { probePicture } from '../media/probe.ts'
import { readMetadata } from '../media/read-metadata.ts'
import { makeThumbnail } from '../media/renditions.ts'
import type { ImportMedia } from './import-original.ts'
import type { Fact } from './rows.ts'

/** Makers and programs of scanners. What they write as the day of the picture is the day of the scan. */
const scanners = /scan|perfection|opticfilm|silverfast|scanjet|imageware|reflecta|braun/i

const isScan = (facts: readonly Fact[]): boolean =>
  facts.some(({ key, value }) => (key === 'camera' || key === 'software') && scanners.test(value))

/** The date of a picture by what its file says: EDTF, or null when it says nothing one should believe. */
export function believableDate(facts: readonly Fact[], taken: string | undefined): string | null {
  return taken !== undefined && !isScan(facts) && dateRange(taken) ? taken : null
}

/** The import's view of `engine/media`. */
export const pictureMedia: ImportMedia = {
  describe: async (file) => {
    if (await isFilm(file)) {
      const { taken, ...described } = await describeFilm(file)
      // Players and cameras without a clock write the year their clock begins at.
      const isBelievable = taken !== undefined && taken > '1971' && dateRange(taken) !== undefined
      return { ...described, date: isBelievable ? taken : null }
    }
    const { width, height, format, bitDepth, hasProfile } = await probePicture(file)
    const metadata = await readMetadata(file)
    const facts = readFacts(metadata)
    return { width, height, format, bitDepth, hasProfile, facts, date: believableDate(facts, dateTaken(metadata)) }
  },
  thumbnail: async (file, out) => {
    await makeThumbnail(file, out)
  },
  looks: looksOf,
}
