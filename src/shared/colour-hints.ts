import { z } from 'zod'

/** A colour that is known to have been somewhere: “her dress was pink”. */
export const colourHintSchema = z.strictObject({
  /** Where, as fractions of the picture's width and height, after turning and cropping. */
  point: z.tuple([z.number().min(0).max(1), z.number().min(0).max(1)]),
  /** sRGB, `#rrggbb`. Its hue and its strength count; the lightness is that of the picture. */
  colour: z.string().regex(/^#[0-9a-f]{6}$/),
  /** Of the spot, as a fraction of the longer side of the picture. */
  radius: z.number().min(0.002).max(0.25).default(0.01),
})

/** What a user knows of the colours of a picture. Small enough to live in a recipe. */
export const colourHintsSchema = z.array(colourHintSchema).max(100)

export type ColourHint = z.output<typeof colourHintSchema>

/** Red, green and blue, 0..1. */
export function rgbOfHex(colour: string): readonly [number, number, number] {
  const value = Number.parseInt(colour.slice(1), 16)
  return [(value >> 16) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255]
}
