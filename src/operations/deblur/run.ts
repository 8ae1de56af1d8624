import type { Run } from '../define.ts'
import { blendWithNetwork, departure } from '../support/blend-with.ts'
import type deblur from './op.ts'
import { MODEL } from './op.ts'

export const run: Run<typeof deblur> = async (image, { strength }, context) => {
  if (strength === 0) return { image }
  const result = await blendWithNetwork(image, MODEL, strength, context)
  return { image: result, invention: await departure(image, result, context) }
}
