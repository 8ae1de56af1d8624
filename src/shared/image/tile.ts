import type { Raster } from './raster.ts'

/** How an operation wants its tiles cut. All lengths in input pixels. */
export interface TileNeeds {
  /** Context on every side: at least the receptive-field radius, then tiled equals whole. */
  readonly overlap: number
  /** Tile sides are multiples of this. */
  readonly align: number
  /** Output pixels per input pixel; 1 when left out. */
  readonly scale?: number
  /** How far the picture is continued beyond its border, by reflection; `overlap` when left out, 0 ends it there. */
  readonly border?: number
  /** Side of a tile, context included; chosen from the memory there is when left out or 0. */
  readonly side?: number
  /** What the work takes, in bytes per pixel of a tile. */
  readonly bytesPerPixel?: number
  /** Channels of the result; those of the input when left out. */
  readonly channels?: Raster['channels']
  /** Part of the operation's progress these tiles are: from 0 to 1 when left out. */
  readonly progress?: readonly [from: number, to: number]
}

/** Where a tile was cut, context included, in input pixels: negative where it reaches beyond the picture. */
export interface TilePlace {
  readonly left: number
  readonly top: number
}

/** Works on one tile with its context; the result is `scale` times as large, context included. */
export type TileWork = (tile: Raster, place: TilePlace) => Promise<Raster> | Raster
