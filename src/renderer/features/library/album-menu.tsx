import { MoreHorizontal, Pencil, Trash2, Upload } from 'lucide-react'
import { Button as AriaButton } from 'react-aria-components'
import type { Album } from '../../../shared/albums.ts'
import { useWords } from '../../state/use-words.ts'
import buttonStyles from '../../ui/button.module.css'
import { Icon } from '../../ui/icon.tsx'
import { Menu } from '../../ui/menu.tsx'
import { openExport } from '../export/export-store.ts'
import { removeAlbum } from './album-actions.ts'
import { askAlbumName } from './album-dialog-store.ts'

/** What can be done with an album as a whole. */
export function AlbumMenu({ album }: { readonly album: Album }) {
  const { t } = useWords()
  const act: Readonly<Record<string, () => void>> = {
    export: () => openExport({ album: album.id }),
    rename: () => askAlbumName({ rename: album }),
    remove: () => void removeAlbum(album),
  }
  return (
    <Menu
      label={t('album.actions', { name: album.name })}
      trigger={
        <AriaButton
          className={`${buttonStyles.button} ${buttonStyles.icon} ${buttonStyles.small}`}
          aria-label={t('album.actions', { name: album.name })}
        >
          <Icon of={MoreHorizontal} small />
        </AriaButton>
      }
      entries={[
        { id: 'export', text: t('album.export'), icon: Upload },
        { id: 'rename', text: t('album.rename'), icon: Pencil },
        { id: 'remove', text: t('album.remove'), note: t('album.removeHelp'), icon: Trash2, danger: true },
      ]}
      onAction={(id) => act[id]?.()}
    />
  )
}
