import { ArrowLeftFromLine, ArrowRightFromLine, Play, ScanEye, StepBack, StepForward } from 'lucide-react'
import { openFilm } from '../features/film/film-store.ts'
import { screenActions } from '../features/restore/screen-actions.ts'
import type { Command, CommandGroup } from './command.ts'

const isOpen = () => openFilm() !== undefined
/** Where Space presses what has the focus, it does not play. */
const pressesSomething = () => document.activeElement?.closest('button, a, [role="button"], [role="menuitem"]') != null
const view = { group: 'view' as CommandGroup, enabled: isOpen }

/** How films are watched. They come first: the same keys mean other things for photos. */
export const filmCommands: readonly Command[] = [
  {
    ...view,
    id: 'film-play',
    label: 'film.playPause',
    icon: Play,
    shortcuts: ['Space'],
    enabled: () => isOpen() && !pressesSomething(),
    run: () => openFilm()?.play(),
  },
  {
    ...view,
    id: 'film-back',
    label: 'film.stepBack',
    icon: StepBack,
    shortcuts: [','],
    run: () => openFilm()?.step(-1),
  },
  {
    ...view,
    id: 'film-on',
    label: 'film.stepOn',
    icon: StepForward,
    shortcuts: ['.'],
    run: () => openFilm()?.step(1),
  },
  {
    ...view,
    id: 'film-second-back',
    label: 'film.secondBack',
    shortcuts: ['Shift+ArrowLeft'],
    run: () => openFilm()?.jump(-1),
  },
  {
    ...view,
    id: 'film-second-on',
    label: 'film.secondOn',
    shortcuts: ['Shift+ArrowRight'],
    run: () => openFilm()?.jump(1),
  },
  {
    ...view,
    id: 'film-piece-begin',
    label: 'film.beginHere',
    icon: ArrowRightFromLine,
    shortcuts: ['I'],
    run: () => openFilm()?.mark('first'),
  },
  {
    ...view,
    id: 'film-piece-end',
    label: 'film.endHere',
    icon: ArrowLeftFromLine,
    shortcuts: ['O'],
    run: () => openFilm()?.mark('last'),
  },
  {
    ...view,
    id: 'film-preview',
    label: 'filmPreview.command',
    icon: ScanEye,
    shortcuts: ['V'],
    run: () => screenActions.previewFilm(),
  },
  { ...view, id: 'film-first', label: 'film.first', shortcuts: ['Home'], run: () => openFilm()?.edge('first') },
  { ...view, id: 'film-last', label: 'film.last', shortcuts: ['End'], run: () => openFilm()?.edge('last') },
]
