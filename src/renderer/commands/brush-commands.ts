import { Brush, Palette } from 'lucide-react'
import { hasSoftEdge, isPainting, resizeBrush, softenBrush, useBrush } from '../features/restore/brush-store.ts'
import { colouring } from '../features/restore/hints-in-recipe.ts'
import { switchBrush, switchHints } from '../features/restore/switch-tools.ts'
import type { Command, CommandGroup } from './command.ts'
import { isPictureOpen } from './picture-open.ts'

const sizeStep = 1.25
const softnessStep = 0.1
const restore = { group: 'restore' as CommandGroup, enabled: () => isPictureOpen() && isPainting() }
const mayBeSoft = () => {
  const { kind } = useBrush.getState()
  return isPictureOpen() && kind !== null && hasSoftEdge(kind)
}

/** The tools that are taken in hand, and what the keys make of them. */
export const brushCommands: readonly Command[] = [
  {
    ...restore,
    id: 'brush',
    label: 'command.brush',
    icon: Brush,
    shortcuts: ['Q'],
    enabled: isPictureOpen,
    run: switchBrush,
  },
  {
    ...restore,
    id: 'known-colours',
    label: 'command.hints',
    icon: Palette,
    shortcuts: ['K'],
    enabled: () => isPictureOpen() && colouring !== undefined,
    run: switchHints,
  },
  {
    ...restore,
    id: 'brush-smaller',
    label: 'command.brushSmaller',
    shortcuts: ['['],
    run: () => resizeBrush(1 / sizeStep),
  },
  {
    ...restore,
    id: 'brush-larger',
    label: 'command.brushLarger',
    shortcuts: [']'],
    run: () => resizeBrush(sizeStep),
  },
  {
    ...restore,
    id: 'brush-softer',
    label: 'command.brushSofter',
    shortcuts: ['Shift+['],
    enabled: mayBeSoft,
    run: () => softenBrush(softnessStep),
  },
  {
    ...restore,
    id: 'brush-harder',
    label: 'command.brushHarder',
    shortcuts: ['Shift+]'],
    enabled: mayBeSoft,
    run: () => softenBrush(-softnessStep),
  },
]
