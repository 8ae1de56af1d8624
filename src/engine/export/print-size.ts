import type { ExportSize } from '../../shared/export.ts'

interface Size {
  readonly width: number
  readonly height: number
}
export interface Planned extends Size {
  /** Dots per inch to write into the file; undefined: as the source says. */
  readonly density: number | undefined
}

const CM_PER_INCH = 2.54
const atLeastOne = (value: number) => Math.max(1, Math.round(value))

/** Pixels an export gets. Nothing is enlarged: a print with too few pixels has fewer dots per inch, and says so. */
export function plannedSize(picture: Size, size: ExportSize): Planned {
  if (size.kind === 'full') return { ...picture, density: undefined }
  if (size.kind === 'longSide') {
    const scale = Math.min(1, size.pixels / Math.max(picture.width, picture.height))
    return { width: atLeastOne(picture.width * scale), height: atLeastOne(picture.height * scale), density: undefined }
  }
  const dpi = dpiOnPaper(picture, size)
  const scale = Math.min(1, size.dpi / dpi)
  const width = atLeastOne(picture.width * scale)
  return { width, height: atLeastOne(picture.height * scale), density: atLeastOne(Math.min(dpi, size.dpi)) }
}

/** Dots per inch when every pixel is printed as large as fits on the paper, which is turned as the picture is. */
export function dpiOnPaper(picture: Size, { widthCm, heightCm }: Extract<ExportSize, { kind: 'print' }>): number {
  const isWide = picture.width >= picture.height
  const [long, short] = [Math.max(widthCm, heightCm), Math.min(widthCm, heightCm)]
  const paper = isWide ? { width: long, height: short } : { width: short, height: long }
  const dots = (pixels: number, cm: number) => (pixels * CM_PER_INCH) / cm
  return Math.max(dots(picture.width, paper.width), dots(picture.height, paper.height))
}
