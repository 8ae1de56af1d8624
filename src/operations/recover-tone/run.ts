import type { Run } from '../define.ts'
import { measureWhole } from '../support/measure-whole.ts'
import { measureTone } from './measure.ts'
import type recoverTone from './op.ts'
import { recover } from './recover.ts'

export const run: Run<typeof recoverTone> = async (image, params, context) => {
  if (params.strength === 0) return { image }
  return { image: await recover(image, params, measureWhole(image, context, measureTone), context) }
}
