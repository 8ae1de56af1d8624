import {
  BookImage,
  CalendarOff,
  Film,
  Images,
  type LucideIcon,
  MapPin,
  Plus,
  Sparkles,
  Tag,
  Unlink,
  UserRound,
  WandSparkles,
} from 'lucide-react'
import { type DragEvent, useState } from 'react'
import type { LabelKind } from '../../../shared/gallery.ts'
import { useAlbums, useCounts, useLabels } from '../../state/queries.ts'
import { useWords } from '../../state/use-words.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { addToAlbum } from './album-actions.ts'
import { askAlbumName } from './album-dialog-store.ts'
import { carried, isCarrying } from './gallery-drag.ts'
import styles from './shelves.module.css'
import { openAlbum, openPerson, openPlace, openShelf, openTag, type Shelf, shelves, useView } from './view-store.ts'

const icons = {
  all: Images,
  undated: CalendarOff,
  restored: Sparkles,
  unrestored: WandSparkles,
  films: Film,
  missing: Unlink,
} satisfies Record<Shelf, LucideIcon>

/** Nothing is missing: good, and no reason to show a shelf for it. */
const hiddenWhenEmpty: ReadonlySet<Shelf> = new Set(['missing', 'films'])

/** The left side of the library: its parts, albums, people, places and tags, with how many pictures each holds. */
export function Shelves() {
  const { t } = useWords()
  const { data: counts } = useCounts()
  const { shelf, filters } = useView()
  const isPlain =
    filters.album === undefined &&
    filters.person === undefined &&
    filters.place === undefined &&
    filters.tag === undefined
  return (
    <nav className={styles.shelves} aria-label={t('library.shelves')}>
      <p className={styles.title}>{t('tabs.library')}</p>
      <ul>
        {shelves.map((each) => {
          const count = counts?.[each]
          if (hiddenWhenEmpty.has(each) && !count && shelf !== each) return null
          return (
            <Entry
              key={each}
              icon={icons[each]}
              name={t(`shelf.${each}`)}
              count={count}
              isCurrent={isPlain && each === shelf}
              onOpen={() => openShelf(each)}
            />
          )
        })}
      </ul>
      <Albums current={filters.album} />
      <Labels kind="person" current={filters.person} />
      <Labels kind="place" current={filters.place} />
      <Labels kind="tag" current={filters.tag} />
    </nav>
  )
}

function Albums({ current }: { readonly current: string | undefined }) {
  const { t } = useWords()
  const { data: albums = [] } = useAlbums()
  const [over, setOver] = useState<string | undefined>(undefined)
  return (
    <>
      <div className={styles.head}>
        <p className={styles.title}>{t('library.albums')}</p>
        <IconButton icon={Plus} label={t('album.new')} onPress={() => askAlbumName({ originals: [] })} small />
      </div>
      <ul>
        {albums.map((album) => (
          <Entry
            key={album.id}
            icon={BookImage}
            name={album.name}
            count={album.pictures}
            isCurrent={album.id === current}
            isTarget={album.id === over}
            onOpen={() => openAlbum(album.id)}
            onOver={(isOver) => setOver(isOver ? album.id : undefined)}
            onDrop={(event) => void addToAlbum(album, carried(event))}
          />
        ))}
      </ul>
      {albums.length === 0 && <p className={styles.none}>{t('library.noAlbums')}</p>}
    </>
  )
}

const shownAtFirst = 10

const labelKinds = {
  person: { icon: UserRound, open: openPerson },
  place: { icon: MapPin, open: openPlace },
  tag: { icon: Tag, open: openTag },
} as const satisfies Record<LabelKind, { icon: LucideIcon; open: (id: string) => void }>

function Labels({ kind, current }: { readonly kind: LabelKind; readonly current: string | undefined }) {
  const { t } = useWords()
  const { data: labels = [] } = useLabels(kind)
  const [all, setAll] = useState(false)
  if (labels.length === 0) return null
  const shown = all ? labels : labels.filter((label, index) => index < shownAtFirst || label.id === current)
  const { open, icon } = labelKinds[kind]
  return (
    <>
      <p className={`${styles.title} ${styles.head}`}>{t(`library.labels.${kind}`)}</p>
      <ul>
        {shown.map((label) => (
          <Entry
            key={label.id}
            icon={icon}
            name={label.name}
            count={label.pictures}
            isCurrent={label.id === current}
            onOpen={() => open(label.id)}
          />
        ))}
      </ul>
      {labels.length > shownAtFirst && (
        <Button look="quiet" onPress={() => setAll(!all)}>
          {all ? t('common.less') : t('common.allOf', { count: labels.length })}
        </Button>
      )}
    </>
  )
}

interface EntryProps {
  readonly icon: LucideIcon
  readonly name: string
  readonly count: number | undefined
  readonly isCurrent: boolean
  readonly isTarget?: boolean
  readonly onOpen: () => void
  readonly onOver?: (isOver: boolean) => void
  readonly onDrop?: (event: DragEvent) => void
}

function Entry({ icon, name, count, isCurrent, isTarget = false, onOpen, onOver, onDrop }: EntryProps) {
  const { number } = useWords()
  return (
    <li>
      <button
        type="button"
        className={styles.shelf}
        aria-current={isCurrent ? 'page' : undefined}
        data-target={isTarget || undefined}
        onClick={onOpen}
        onDragOver={(event) => {
          if (!onDrop || !isCarrying(event)) return
          event.preventDefault()
          onOver?.(true)
        }}
        onDragLeave={() => onOver?.(false)}
        onDrop={(event) => {
          onOver?.(false)
          if (!onDrop || !isCarrying(event)) return
          event.preventDefault()
          onDrop(event)
        }}
      >
        <Icon of={icon} small />
        <span>{name}</span>
        <span className={styles.count}>{count === undefined ? '' : number(count)}</span>
      </button>
    </li>
  )
}
