import { ArrowLeftToLine, ArrowRightToLine, CheckCheck, Flag, FlagOff, SquarePen, Star, Trash2, X } from 'lucide-react'
import { moveCurrent } from '../features/library/album-order.ts'
import { describePictures } from '../features/library/describe-store.ts'
import { flag, meantPictures, rate } from '../features/library/picture-actions.ts'
import { askToRemove } from '../features/library/remove-store.ts'
import { selectEverything } from '../features/library/select-everything.ts'
import { unselectAll, useSelection } from '../features/library/selection-store.ts'
import { inAlbumOrder } from '../features/library/view-store.ts'
import { useRoute } from '../state/route.ts'
import type { Command } from './command.ts'

const inLibrary = () => useRoute.getState().screen === 'library'
const anyMeant = () => meantPictures().length > 0
const anySelected = () => inLibrary() && useSelection.getState().selected.size > 0

const ratings = [0, 1, 2, 3, 4, 5] as const
const labels = {
  0: 'command.rate0',
  1: 'command.rate1',
  2: 'command.rate2',
  3: 'command.rate3',
  4: 'command.rate4',
  5: 'command.rate5',
} as const

/** What is known about pictures: the selected ones, the one with the focus, or the open one. */
const describing: readonly Command[] = [
  {
    id: 'describe',
    group: 'describe',
    label: 'command.describe',
    icon: SquarePen,
    shortcuts: ['T'],
    enabled: anyMeant,
    run: () => describePictures(meantPictures()),
  },
  ...ratings.map(
    (stars): Command => ({
      id: `rate-${stars}`,
      group: 'describe',
      label: labels[stars],
      icon: Star,
      shortcuts: [String(stars)],
      enabled: anyMeant,
      run: () => rate(stars),
    }),
  ),
  {
    id: 'pick',
    group: 'describe',
    label: 'command.pick',
    icon: Flag,
    shortcuts: ['P'],
    enabled: anyMeant,
    run: () => flag(1),
  },
  {
    id: 'reject',
    group: 'describe',
    label: 'command.reject',
    icon: FlagOff,
    shortcuts: ['X'],
    enabled: anyMeant,
    run: () => flag(-1),
  },
  { id: 'unflag', group: 'describe', label: 'command.unflag', shortcuts: ['U'], enabled: anyMeant, run: () => flag(0) },
  {
    id: 'move-earlier',
    group: 'select',
    label: 'command.moveEarlier',
    icon: ArrowLeftToLine,
    shortcuts: ['CmdOrCtrl+Shift+ArrowLeft'],
    enabled: () => inLibrary() && inAlbumOrder(),
    run: () => void moveCurrent(-1),
  },
  {
    id: 'move-later',
    group: 'select',
    label: 'command.moveLater',
    icon: ArrowRightToLine,
    shortcuts: ['CmdOrCtrl+Shift+ArrowRight'],
    enabled: () => inLibrary() && inAlbumOrder(),
    run: () => void moveCurrent(1),
  },
]

export const libraryCommands: readonly Command[] = [
  ...describing,
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
