import {
  Boxes,
  FolderOpen,
  ImagePlus,
  Keyboard,
  LayoutGrid,
  ListVideo,
  Search,
  Settings,
  SlidersHorizontal,
  SquareTerminal,
  Upload,
} from 'lucide-react'
import { menuCommands } from '../../shared/commands.ts'
import { focusSearch } from '../app/search-focus.ts'
import { exportCurrent, hasExportable } from '../features/export/export-current.ts'
import { chooseFiles, chooseFolder } from '../features/import/choose.ts'
import { openAtCursor } from '../features/library/gallery-input.ts'
import { toggleQueue } from '../features/queue/queue-store.ts'
import { openSettings } from '../features/settings/settings-store.ts'
import { goToLibrary, goToModels, goToRestore, useRoute } from '../state/route.ts'
import { goToToasts, hasToasts } from '../ui/toast-focus.ts'
import type { Command } from './command.ts'
import { showPalette, showSheet, useCommands } from './commands-store.ts'

/** In the library the picture that is meant; elsewhere the one that was open last. */
function editPicture(): void {
  if (useRoute.getState().screen !== 'library' || !openAtCursor()) goToRestore()
}

export const generalCommands: readonly Command[] = [
  {
    id: 'import-files',
    group: 'file',
    label: 'command.importFiles',
    icon: ImagePlus,
    shortcuts: [menuCommands['import-files'].shortcut, 'CmdOrCtrl+Shift+I'],
    run: () => void chooseFiles(),
  },
  {
    id: 'import-folder',
    group: 'file',
    label: 'command.importFolder',
    icon: FolderOpen,
    shortcuts: [menuCommands['import-folder'].shortcut],
    run: () => void chooseFolder(),
  },
  {
    id: 'export',
    group: 'file',
    label: 'command.export',
    icon: Upload,
    shortcuts: [menuCommands.export.shortcut, 'CmdOrCtrl+Shift+E'],
    enabled: hasExportable,
    run: exportCurrent,
  },
  {
    id: 'settings',
    group: 'file',
    label: 'command.settings',
    icon: Settings,
    shortcuts: [menuCommands.settings.shortcut],
    run: openSettings,
  },
  {
    id: 'go-to-library',
    group: 'go',
    label: 'command.goToLibrary',
    icon: LayoutGrid,
    shortcuts: ['G', menuCommands['go-to-library'].shortcut],
    run: goToLibrary,
  },
  {
    id: 'go-to-restore',
    group: 'go',
    label: 'command.goToRestore',
    icon: SlidersHorizontal,
    shortcuts: ['E', menuCommands['go-to-restore'].shortcut, 'D'],
    run: editPicture,
  },
  {
    id: 'go-to-models',
    group: 'go',
    label: 'command.goToModels',
    icon: Boxes,
    shortcuts: ['M', menuCommands['go-to-models'].shortcut],
    run: goToModels,
  },
  {
    id: 'search',
    group: 'go',
    label: 'command.search',
    icon: Search,
    shortcuts: [menuCommands.search.shortcut, '/'],
    run: focusSearch,
  },
  {
    id: 'toggle-queue',
    group: 'view',
    label: 'command.toggleQueue',
    icon: ListVideo,
    shortcuts: [menuCommands['toggle-queue'].shortcut],
    run: toggleQueue,
  },
  {
    id: 'go-to-toasts',
    group: 'go',
    label: 'command.goToToasts',
    shortcuts: ['F6'],
    enabled: hasToasts,
    run: goToToasts,
  },
  {
    id: 'palette',
    group: 'help',
    label: 'command.palette',
    icon: SquareTerminal,
    shortcuts: ['CmdOrCtrl+K'],
    run: () => showPalette(!useCommands.getState().palette),
  },
  {
    id: 'shortcuts',
    group: 'help',
    label: 'command.shortcuts',
    icon: Keyboard,
    shortcuts: ['?', menuCommands.shortcuts.shortcut, 'H'],
    run: () => showSheet(true),
  },
]
