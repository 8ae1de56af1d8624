import type { Run } from '../define.ts'
import { coloursFor } from './colours.ts'
import { joinColours } from './join.ts'
import type colorize from './op.ts'

export const run: Run<typeof colorize> = async (image, params, context) => {
  if (params.vividness === 0) return { image }
  const colours = await coloursFor(context.part?.whole ?? image, params, context)
  return { image: await joinColours(image, colours, context) }
}
