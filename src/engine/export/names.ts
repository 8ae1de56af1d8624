import type { ExportOptions } from '../../shared/export.ts'
import { safeName, splitExtension } from '../files/safe-name.ts'

export const extensions = { jpeg: '.jpg', png: '.png', tiff: '.tif', webp: '.webp' } as const satisfies Record<
  ExportOptions['format'],
  string
>

export interface NameParts {
  /** File name of the original, with its extension. */
  readonly original: string
  /** Name of the restoration. */
  readonly preset: string
  /** EDTF; null when undated. */
  readonly date?: string | null
  /** 1 for the first of this export. */
  readonly n: number
  /** How many there are: `{n}` gets as many digits, so that names sort. */
  readonly total: number
}

/** The name of an exported file, by template: `{name}`, `{preset}`, `{date}` and `{n}`; anything else in braces stays as it is. */
export function exportName(template: string, parts: NameParts, format: ExportOptions['format']): string {
  const values: Record<string, string> = {
    name: splitExtension(parts.original)[0],
    preset: parts.preset,
    // EDTF's own signs for open ends and doubt are not for file names.
    date: (parts.date ?? 'undated')
      .replaceAll(/[~?%[\]]/g, '')
      .replaceAll('..', '-')
      .replaceAll('/', '-'),
    n: String(parts.n).padStart(String(parts.total).length, '0'),
  }
  const filled = template.replace(/\{(\w+)\}/g, (token, name: string) => values[name] ?? token)
  // First the name alone: of `...` and an extension, the extension would be left over as the name.
  return safeName(`${safeName(filled)}${extensions[format]}`)
}
