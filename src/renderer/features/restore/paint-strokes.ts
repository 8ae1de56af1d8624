import type { Stroke } from '../../../shared/strokes.ts'
import type { BrushKind } from './strokes-in-recipe.ts'

/** Told apart by pattern as well as by colour, on light and on dark pictures. */
const looks: Readonly<Record<BrushKind, { readonly colour: string; readonly pattern: 'grid' | 'stripes' | 'dots' }>> = {
  scratch: { colour: '#f08a6e', pattern: 'grid' },
  protect: { colour: '#8fd09b', pattern: 'stripes' },
  original: { colour: '#f2b45a', pattern: 'dots' },
}
const cell = 10

function patternOf(context: CanvasRenderingContext2D, kind: BrushKind): CanvasPattern | string {
  const { colour, pattern } = looks[kind]
  const tile = document.createElement('canvas')
  tile.width = cell
  tile.height = cell
  const ink = tile.getContext('2d')
  if (!ink) return colour
  ink.fillStyle = 'rgb(18 18 17 / 45%)'
  ink.fillRect(0, 0, cell, cell)
  ink.fillStyle = colour
  ink.strokeStyle = colour
  ink.lineWidth = 3
  if (pattern === 'dots') {
    ink.arc(cell / 2, cell / 2, 3, 0, 2 * Math.PI)
    ink.fill()
  } else if (pattern === 'stripes') {
    for (const shift of [-cell, 0, cell]) {
      ink.moveTo(shift - 2, cell + 2)
      ink.lineTo(shift + cell + 2, -2)
    }
    ink.stroke()
  } else {
    ink.strokeRect(0, 0, cell, cell)
  }
  return context.createPattern(tile, 'repeat') ?? colour
}

export interface Painter {
  /** From fractions of the recipe's frame to pixels of the canvas. */
  readonly at: (point: readonly [number, number]) => readonly [number, number]
  /** Pixels for a radius of 1. */
  readonly reach: number
}

/** Draws one kind of strokes, later ones over earlier ones, as they will act. */
export function paintKind(
  canvas: HTMLCanvasElement,
  kind: BrushKind,
  strokes: readonly Stroke[],
  painter: Painter,
): void {
  const context = canvas.getContext('2d')
  if (!context || strokes.length === 0) return
  const shape = document.createElement('canvas')
  shape.width = canvas.width
  shape.height = canvas.height
  const ink = shape.getContext('2d')
  if (!ink) return
  ink.lineCap = 'round'
  ink.lineJoin = 'round'
  for (const stroke of strokes) {
    ink.globalCompositeOperation = stroke.mode === 'add' ? 'source-over' : 'destination-out'
    ink.lineWidth = Math.max(1, 2 * stroke.radius * painter.reach)
    ink.beginPath()
    for (const [index, point] of stroke.points.entries()) {
      const [x, y] = painter.at(point)
      if (index === 0) ink.moveTo(x, y)
      // A line of no length has round ends: a dot.
      ink.lineTo(x, y)
    }
    ink.stroke()
  }
  ink.globalCompositeOperation = 'source-in'
  ink.fillStyle = patternOf(ink, kind)
  ink.fillRect(0, 0, shape.width, shape.height)
  context.globalAlpha = 0.72
  context.drawImage(shape, 0, 0)
}
