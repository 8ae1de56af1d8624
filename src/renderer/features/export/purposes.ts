import { Archive, BookImage, Columns2, type LucideIcon, Printer, Share2 } from 'lucide-react'
import type { ExportOptions, ExportSize } from '../../../shared/export.ts'

export const purposes = ['share', 'keep', 'print', 'compare', 'album'] as const
/** What an export is for: that decides the format, the size and what is asked. */
export type Purpose = (typeof purposes)[number]

interface Kind {
  readonly icon: LucideIcon
  /** Formats that make sense, the usual one first. */
  readonly formats: readonly [ExportOptions['format'], ...ExportOptions['format'][]]
  readonly template: string
  /** What the purpose settles by itself. */
  readonly settled: Partial<ExportOptions>
}

export const kinds: Readonly<Record<Purpose, Kind>> = {
  share: { icon: Share2, formats: ['jpeg', 'png', 'webp'], template: '{name}_restored', settled: {} },
  keep: { icon: Archive, formats: ['tiff', 'png'], template: '{name}_restored', settled: { deep: true, quality: 100 } },
  print: { icon: Printer, formats: ['jpeg', 'tiff', 'png'], template: '{name}_print', settled: { quality: 98 } },
  compare: { icon: Columns2, formats: ['jpeg', 'png'], template: '{name}_before-after', settled: { compare: 'side' } },
  album: { icon: BookImage, formats: ['jpeg', 'png', 'webp'], template: '{n} {name}', settled: {} },
}

/** Papers families print on, cm; `custom` is what one types. */
export const papers = {
  '9x13': [9, 13],
  '10x15': [10.2, 15.2],
  '13x18': [12.7, 17.8],
  '20x25': [20.3, 25.4],
  A4: [21, 29.7],
} as const satisfies Record<string, readonly [number, number]>
export type Paper = keyof typeof papers

const CM_PER_INCH = 2.54
export const toInches = (cm: number): number => Math.round((cm / CM_PER_INCH) * 10) / 10
export const toCm = (inches: number): number => Math.round(inches * CM_PER_INCH * 10) / 10

export const printOn = (paper: Paper, dpi: number): ExportSize => {
  const [widthCm, heightCm] = papers[paper]
  return { kind: 'print', widthCm, heightCm, dpi }
}

export const paperOf = (size: ExportSize): Paper | 'custom' => {
  if (size.kind !== 'print') return '10x15'
  const found = Object.entries(papers).find(([, [w, h]]) => w === size.widthCm && h === size.heightCm)
  return (found?.[0] as Paper | undefined) ?? 'custom'
}

/** Options a purpose begins with. */
export function optionsFor(purpose: Purpose, quality: number): ExportOptions {
  const { formats, template, settled } = kinds[purpose]
  return {
    format: formats[0],
    quality,
    size: purpose === 'print' ? printOn('10x15', 300) : { kind: 'full' },
    deep: false,
    compare: 'none',
    template,
    collision: 'number',
    keepPrivateData: true,
    ...settled,
  }
}
