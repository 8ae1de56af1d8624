import {
  ArrowLeft,
  ArrowRight,
  ClipboardPaste,
  Columns2,
  Copy,
  CopyCheck,
  Crop,
  Eye,
  FolderSearch,
  Maximize,
  PanelsLeftBottom,
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
import {
  isPannable,
  nextMode,
  pan,
  setPeek,
  toggleInvented,
  toggleZoom,
  zoomActual,
  zoomBy,
  zoomFit,
} from '../features/restore/canvas-store.ts'
import { redo, undo, useEditor } from '../features/restore/editor-store.ts'
import { togglePanels } from '../features/restore/panels-store.ts'
import { leafTo, screenActions } from '../features/restore/screen-actions.ts'
import { switchPreview } from '../features/restore/switch-tools.ts'
import type { Command, CommandGroup } from './command.ts'
import { isPictureOpen } from './picture-open.ts'

const isOpen = isPictureOpen
const view = { group: 'view' as CommandGroup, enabled: isOpen }
const zoomStep = 1.25
const panStep = 60

/** Arrow keys pan what is larger than its frame, and leaf through the pictures otherwise. */
const panning = (dx: number, dy: number) => ({
  enabled: () => isOpen() && isPannable(),
  run: () => pan(dx, dy),
})

const leafing = (
  id: string,
  label: Command['label'],
  icon: Command['icon'],
  shortcuts: readonly string[],
  to: Parameters<typeof leafTo>[0],
): Command => ({
  id,
  group: 'go',
  label,
  ...(icon && { icon }),
  shortcuts,
  enabled: isOpen,
  run: () => void leafTo(to),
})

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
    id: 'copy-steps',
    group: 'restore',
    label: 'command.copySteps',
    icon: CopyCheck,
    shortcuts: [menuCommands['copy-steps'].shortcut],
    enabled: () => isOpen() && screenActions.canCopySteps(),
    run: () => screenActions.copySteps(),
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
    id: 'zoom-actual',
    label: 'canvas.actual',
    shortcuts: [menuCommands['zoom-actual'].shortcut],
    run: zoomActual,
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
  { ...view, id: 'pan-left', label: 'command.panLeft', shortcuts: ['ArrowLeft'], ...panning(panStep, 0) },
  { ...view, id: 'pan-right', label: 'command.panRight', shortcuts: ['ArrowRight'], ...panning(-panStep, 0) },
  { ...view, id: 'pan-up', label: 'command.panUp', shortcuts: ['ArrowUp'], ...panning(0, panStep) },
  { ...view, id: 'pan-down', label: 'command.panDown', shortcuts: ['ArrowDown'], ...panning(0, -panStep) },
  leafing('previous', 'strip.previous', ArrowLeft, ['ArrowLeft', 'PageUp'], -1),
  leafing('next', 'strip.next', ArrowRight, ['ArrowRight', 'PageDown'], 1),
  leafing('first', 'command.first', undefined, ['Home'], 'first'),
  leafing('last', 'command.last', undefined, ['End'], 'last'),
  {
    ...view,
    id: 'toggle-panels',
    label: 'command.togglePanels',
    icon: PanelsLeftBottom,
    shortcuts: ['L'],
    run: togglePanels,
  },
]
