import {
  ArrowLeft,
  ArrowRight,
  Brush,
  ClipboardPaste,
  Columns2,
  Copy,
  Crop,
  Eye,
  FolderSearch,
  Maximize,
  Palette,
  Redo2,
  Scan,
  ScanEye,
  Sparkle,
  Undo2,
  WandSparkles,
  ZoomIn,
  ZoomOut,
} from 'lucide-react'
import { menuCommands } from '../../shared/commands.ts'
import { isPainting, resizeBrush } from '../features/restore/brush-store.ts'
import {
  isPannable,
  nextMode,
  pan,
  setPeek,
  toggleInvented,
  toggleZoom,
  zoomBy,
  zoomFit,
} from '../features/restore/canvas-store.ts'
import { redo, undo, useEditor } from '../features/restore/editor-store.ts'
import { colouring } from '../features/restore/hints-in-recipe.ts'
import { screenActions, stepTo } from '../features/restore/screen-actions.ts'
import { switchBrush, switchHints, switchPreview } from '../features/restore/switch-tools.ts'
import { useRoute } from '../state/route.ts'
import type { Command, CommandGroup } from './command.ts'

const isOpen = () => {
  const { screen, openId } = useRoute.getState()
  return screen === 'restore' && openId !== null
}
const view = { group: 'view' as CommandGroup, enabled: isOpen }
const zoomStep = 1.25
const panStep = 60
const brushStep = 1.25

/** Arrow keys pan what is larger than its frame, and leaf through the pictures otherwise. */
const across = (direction: -1 | 1) => () => {
  if (isPannable()) pan(-direction * panStep, 0)
  else void stepTo(direction)
}

export const restoreCommands: readonly Command[] = [
  {
    id: 'restore',
    group: 'restore',
    label: 'command.restore',
    icon: WandSparkles,
    shortcuts: ['CmdOrCtrl+Enter', menuCommands.restore.shortcut],
    enabled: () => isOpen() && screenActions.canRestore(),
    run: () => screenActions.restore(),
  },
  {
    id: 'undo',
    group: 'restore',
    label: 'recipe.undo',
    icon: Undo2,
    shortcuts: ['CmdOrCtrl+Z'],
    enabled: () => isOpen() && useEditor.getState().past.length > 0,
    run: undo,
  },
  {
    id: 'redo',
    group: 'restore',
    label: 'recipe.redo',
    icon: Redo2,
    shortcuts: ['CmdOrCtrl+Shift+Z', 'CmdOrCtrl+Y'],
    enabled: () => isOpen() && useEditor.getState().future.length > 0,
    run: redo,
  },
  {
    id: 'copy-recipe',
    group: 'restore',
    label: 'command.copyRecipe',
    icon: Copy,
    shortcuts: ['CmdOrCtrl+C'],
    // Text that is marked on the page is what is meant.
    enabled: () => isOpen() && (document.getSelection()?.isCollapsed ?? true),
    run: () => screenActions.copyRecipe(),
  },
  {
    id: 'paste-recipe',
    group: 'restore',
    label: 'command.pasteRecipe',
    icon: ClipboardPaste,
    shortcuts: ['CmdOrCtrl+V'],
    native: true,
    enabled: () => false,
    run: () => undefined,
  },
  {
    id: 'brush',
    group: 'restore',
    label: 'command.brush',
    icon: Brush,
    shortcuts: ['Q'],
    enabled: isOpen,
    run: switchBrush,
  },
  {
    id: 'known-colours',
    group: 'restore',
    label: 'command.hints',
    icon: Palette,
    shortcuts: ['K'],
    enabled: () => isOpen() && colouring !== undefined,
    run: switchHints,
  },
  {
    id: 'brush-smaller',
    group: 'restore',
    label: 'command.brushSmaller',
    shortcuts: ['['],
    enabled: () => isOpen() && isPainting(),
    run: () => resizeBrush(1 / brushStep),
  },
  {
    id: 'brush-larger',
    group: 'restore',
    label: 'command.brushLarger',
    shortcuts: [']'],
    enabled: () => isOpen() && isPainting(),
    run: () => resizeBrush(brushStep),
  },
  {
    id: 'crop',
    group: 'restore',
    label: 'command.crop',
    icon: Crop,
    shortcuts: ['R'],
    enabled: isOpen,
    run: () => screenActions.crop(),
  },
  { ...view, id: 'preview', label: 'command.preview', icon: ScanEye, shortcuts: ['V'], run: switchPreview },
  {
    id: 'show-in-folder',
    group: 'file',
    label: 'command.reveal',
    icon: FolderSearch,
    enabled: () => isOpen() && screenActions.canReveal(),
    run: () => screenActions.reveal(),
  },
  { ...view, id: 'peek', label: 'command.peek', icon: Eye, shortcuts: ['\\'], run: () => setPeek(true) },
  {
    ...view,
    id: 'compare',
    label: 'command.compare',
    icon: Columns2,
    shortcuts: ['Y', menuCommands.compare.shortcut],
    run: nextMode,
  },
  {
    ...view,
    id: 'show-invented',
    label: 'command.invented',
    icon: Sparkle,
    shortcuts: ['I', menuCommands['show-invented'].shortcut],
    run: toggleInvented,
  },
  { ...view, id: 'zoom-toggle', label: 'command.zoomToggle', icon: Scan, shortcuts: ['Z'], run: toggleZoom },
  {
    ...view,
    id: 'zoom-fit',
    label: 'canvas.fit',
    icon: Maximize,
    shortcuts: [menuCommands['zoom-fit'].shortcut],
    run: zoomFit,
  },
  {
    ...view,
    id: 'zoom-in',
    label: 'canvas.zoomIn',
    icon: ZoomIn,
    shortcuts: [menuCommands['zoom-in'].shortcut, 'CmdOrCtrl+='],
    run: () => zoomBy(zoomStep),
  },
  {
    ...view,
    id: 'zoom-out',
    label: 'canvas.zoomOut',
    icon: ZoomOut,
    shortcuts: [menuCommands['zoom-out'].shortcut],
    run: () => zoomBy(1 / zoomStep),
  },
  { ...view, id: 'previous', label: 'strip.previous', icon: ArrowLeft, shortcuts: ['ArrowLeft'], run: across(-1) },
  { ...view, id: 'next', label: 'strip.next', icon: ArrowRight, shortcuts: ['ArrowRight'], run: across(1) },
  {
    ...view,
    id: 'pan-up',
    label: 'command.panUp',
    shortcuts: ['ArrowUp'],
    enabled: () => isOpen() && isPannable(),
    run: () => pan(0, panStep),
  },
  {
    ...view,
    id: 'pan-down',
    label: 'command.panDown',
    shortcuts: ['ArrowDown'],
    enabled: () => isOpen() && isPannable(),
    run: () => pan(0, -panStep),
  },
]
