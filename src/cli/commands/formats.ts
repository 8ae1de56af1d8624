import { extensions } from '../../engine/export/names.ts'
import { exportFormats } from '../../shared/engine.ts'
import { usageError } from '../exit.ts'

export type Format = (typeof exportFormats)[number]

/** @throws wrong usage for a format we cannot write */
export function formatOf(text: string | undefined): Format | undefined {
  if (text === undefined) return undefined
  const format = exportFormats.find((known) => known === text)
  if (!format) throw usageError(`--format: "${text}" is not one of ${exportFormats.join(', ')}.`)
  return format
}

export function formatFromEnding(ending: string): Format {
  const lower = ending.toLowerCase()
  if (/^\.(jpe?g|jfif)$/.test(lower)) return 'jpeg'
  if (/^\.tiff?$/.test(lower)) return 'tiff'
  if (lower === '.webp') return 'webp'
  if (lower === '.png') return 'png'
  throw usageError(`Results cannot be written as "${ending}": use .jpg, .png, .tif or .webp.`)
}

const isWritable = (ending: string) => /^\.(jpe?g|jfif|png|tiff?|webp)$/.test(ending)

/** Results keep the format of their input where we can write it; what we only read becomes PNG, which loses nothing. */
export function endingFor(inputEnding: string, format: Format | undefined): string {
  if (format) return extensions[format]
  const ending = inputEnding.toLowerCase()
  return isWritable(ending) ? ending : extensions.png
}
