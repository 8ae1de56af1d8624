import { type Raster, rasterOf } from '../../shared/image/raster.ts'
import { lumaPlane } from './luma.ts'

/** What an RGB network answered, as the picture it was given: for gray its three answers become one luma. */
export const asChannels = (answer: Raster, channels: Raster['channels']): Raster =>
  channels !== 1 || answer.channels === 1 ? answer : rasterOf(answer.width, answer.height, 1, lumaPlane(answer))
