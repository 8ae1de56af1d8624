import { CheckCheck, Trash2, X } from 'lucide-react'
import { askToRemove } from '../features/library/remove-store.ts'
import { selectEverything } from '../features/library/select-everything.ts'
import { unselectAll, useSelection } from '../features/library/selection-store.ts'
import { useRoute } from '../state/route.ts'
import type { Command } from './command.ts'

const inLibrary = () => useRoute.getState().screen === 'library'
const anySelected = () => inLibrary() && useSelection.getState().selected.size > 0

export const libraryCommands: readonly Command[] = [
  {
    id: 'select-all',
    group: 'select',
    label: 'command.selectAll',
    icon: CheckCheck,
    shortcuts: ['CmdOrCtrl+A'],
    enabled: inLibrary,
    run: () => void selectEverything(),
  },
  {
    id: 'select-none',
    group: 'select',
    label: 'command.selectNone',
    icon: X,
    shortcuts: ['Escape'],
    enabled: anySelected,
    run: unselectAll,
  },
  {
    id: 'remove-from-library',
    group: 'select',
    label: 'command.remove',
    icon: Trash2,
    shortcuts: ['Delete'],
    enabled: () => anySelected() || (!inLibrary() && useRoute.getState().openId !== null),
    run: () => {
      const { openId } = useRoute.getState()
      askToRemove(inLibrary() ? [...useSelection.getState().selected] : openId === null ? [] : [openId])
    },
  },
]
