import {
  BookImage,
  BookMinus,
  ChevronDown,
  Flag,
  FlagOff,
  Plus,
  SquarePen,
  Trash2,
  Upload,
  WandSparkles,
  X,
} from 'lucide-react'
import { Button as AriaButton } from 'react-aria-components'
import { shortcutOf } from '../../commands/all-commands.ts'
import { useAlbums, useFilmsAmong } from '../../state/queries.ts'
import { useWords } from '../../state/use-words.ts'
import buttonStyles from '../../ui/button.module.css'
import { Button, IconButton } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Menu } from '../../ui/menu.tsx'
import { openExport } from '../export/export-store.ts'
import { restoreMany } from '../restore/restore-many.ts'
import { addToAlbum, takeFromAlbum } from './album-actions.ts'
import { askAlbumName } from './album-dialog-store.ts'
import { describePictures } from './describe-store.ts'
import { editPictures } from './picture-actions.ts'
import { askToRemove } from './remove-store.ts'
import { kindsOf, restoreEntries, wishOfEntry } from './restore-entries.ts'
import styles from './selection-bar.module.css'
import { unselectAll, useSelection } from './selection-store.ts'
import { useView } from './view-store.ts'

/** Takes the place of the header while pictures are selected; says how many an action will touch. */
export function SelectionBar() {
  const { t, number } = useWords()
  const selected = useSelection((state) => state.selected)
  const ids = () => [...selected]
  const count = selected.size
  const { data: films = [] } = useFilmsAmong(selected)
  const kinds = kindsOf([...selected], films)
  const shown = number(count)
  return (
    <section className={styles.bar} aria-label={t('selection.bar')}>
      <IconButton icon={X} label={t('selection.clear')} shortcut="Escape" onPress={unselectAll} />
      <h1 className={styles.count} aria-live="polite">
        {t('selection.count', { count, shown })}
      </h1>
      <div className={styles.actions}>
        <IconButton
          icon={SquarePen}
          label={t('selection.describe')}
          shortcut={shortcutOf('describe')}
          onPress={() => describePictures(ids())}
        />
        <IconButton
          icon={Flag}
          label={t('command.pick')}
          shortcut={shortcutOf('pick')}
          onPress={() => void editPictures(ids(), { flag: 1 })}
        />
        <IconButton
          icon={FlagOff}
          label={t('command.reject')}
          shortcut={shortcutOf('reject')}
          onPress={() => void editPictures(ids(), { flag: -1 })}
        />
        <IconButton icon={Trash2} label={t('selection.remove')} shortcut="Delete" onPress={() => askToRemove(ids())} />
        <span className={styles.line} />
        <ToAlbum ids={ids} />
        <Button icon={Upload} onPress={() => openExport({ originals: ids() })}>
          {t('selection.export', { count, shown })}
        </Button>
        <Menu
          label={t('selection.restoreHow')}
          trigger={
            <AriaButton className={`${buttonStyles.button} ${buttonStyles.primary}`}>
              <Icon of={WandSparkles} small />
              {t('selection.restore', { count, shown })}
              <Icon of={ChevronDown} small />
            </AriaButton>
          }
          entries={restoreEntries(kinds, t)}
          onAction={(name) => {
            const meant = wishOfEntry(name, kinds)
            if (meant) void restoreMany(meant.ids, meant.wish)
            unselectAll()
          }}
        />
      </div>
    </section>
  )
}

/** Into an album, a new one, or out of the one on show. */
function ToAlbum({ ids }: { readonly ids: () => string[] }) {
  const { t } = useWords()
  const { data: albums = [] } = useAlbums()
  const open = useView((state) => state.filters.album)
  const act = (id: string) => {
    if (id === 'new') return askAlbumName({ originals: ids() })
    if (id === 'take') {
      if (open !== undefined) void takeFromAlbum(open, ids())
      return unselectAll()
    }
    const album = albums.find((each) => each.id === id)
    return album && void addToAlbum(album, ids())
  }
  return (
    <Menu
      label={t('selection.toAlbum')}
      trigger={
        <AriaButton className={`${buttonStyles.button} ${buttonStyles.plain}`}>
          <Icon of={BookImage} small />
          {t('selection.album')}
          <Icon of={ChevronDown} small />
        </AriaButton>
      }
      entries={[
        ...(open === undefined ? [] : [{ id: 'take', text: t('album.take'), icon: BookMinus }]),
        { id: 'new', text: t('album.newWith'), icon: Plus },
        ...albums.filter(({ id }) => id !== open).map(({ id, name }) => ({ id, text: name, icon: BookImage })),
      ]}
      onAction={act}
    />
  )
}
