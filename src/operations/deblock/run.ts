import type { Run } from '../define.ts'
import { blendWithNetwork } from '../support/blend-with.ts'
import type deblock from './op.ts'
import { MODEL } from './op.ts'

export const run: Run<typeof deblock> = async (image, { strength }, context) =>
  strength === 0 ? { image } : { image: await blendWithNetwork(image, MODEL, strength, context) }
