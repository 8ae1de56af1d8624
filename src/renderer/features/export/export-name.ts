export interface NameParts {
  /** File name of the original, with its ending. */
  readonly original: string
  readonly preset: string
  /** EDTF; null when undated. */
  readonly date?: string | null
  /** Place in the export, from 1. */
  readonly n: number
}

export const endings = { jpeg: 'jpg', png: 'png', tiff: 'tif', webp: 'webp' } as const
export type Format = keyof typeof endings

export const tokens = ['{name}', '{date}', '{preset}', '{n}'] as const

/** The name a file will get, to show before it is written; the engine makes the real one. */
export function previewName(template: string, ending: string, { original, preset, date, n }: NameParts): string {
  const name = original.replace(/\.[^.]{1,5}$/, '')
  const filled = template
    .replaceAll('{name}', name)
    .replaceAll('{preset}', preset.toLowerCase())
    .replaceAll(
      '{date}',
      (date ?? 'undated')
        .replaceAll(/[~?%[\]]/g, '')
        .replaceAll('..', '-')
        .replaceAll('/', '-'),
    )
    .replaceAll('{n}', String(n))
  return `${filled.trim() || name}.${ending}`
}

/** Whether the format has a quality to choose. */
export const hasQuality = (format: Format): boolean => format === 'jpeg' || format === 'webp'
