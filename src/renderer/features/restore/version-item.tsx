import { Columns2, Ellipsis, PencilLine, Trash2, Upload } from 'lucide-react'
import { useState } from 'react'
import type { Restoration } from '../../../shared/entities.ts'
import { keys, queryClient } from '../../state/queries.ts'
import { useWords } from '../../state/use-words.ts'
import { assetUrl, engine } from '../../transport/services.ts'
import { IconButton } from '../../ui/button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { toast } from '../../ui/toast-store.ts'
import { openExport } from '../export/export-store.ts'
import { timecode } from '../film/film-time.ts'
import { compareSomehow } from './canvas-store.ts'
import { DeleteVersionDialog } from './delete-version-dialog.tsx'
import { compareWith, showVersion } from './editor-store.ts'
import { RenameField } from './rename-field.tsx'
import { versionName } from './version-name.ts'
import styles from './versions-part.module.css'

interface VersionItemProps {
  readonly restoration: Restoration
  readonly isShown: boolean
  /** There is another version on show that it can be compared with. */
  readonly mayCompare: boolean
  /** The one on show is compared with it. */
  readonly isCompared: boolean
}

export function VersionItem({ restoration, isShown, mayCompare, isCompared }: VersionItemProps) {
  const { t, moment, failure } = useWords()
  const [renaming, setRenaming] = useState(false)
  const [deleting, setDeleting] = useState(false)
  const name = versionName(restoration, t)
  const { part } = restoration.recipe
  const piece = part && `${timecode(part.from)} – ${part.to === undefined ? t('film.toEnd') : timecode(part.to)} · `
  if (renaming)
    return (
      <div className={styles.item}>
        <RenameField
          name={restoration.imagined ? restoration.name : name}
          onDone={(next) => void rename(next).finally(() => setRenaming(false))}
        />
      </div>
    )
  return (
    <div className={styles.item} data-current={isShown || undefined}>
      <button
        type="button"
        className={styles.choose}
        aria-current={isShown}
        onClick={() => showVersion(restoration.originalId, restoration.id)}
        onDoubleClick={() => setRenaming(true)}
      >
        <img src={assetUrl(restoration.thumb)} alt="" />
        <span className={styles.words}>
          <span className={restoration.imagined ? styles.whole : styles.name}>{name}</span>
          <span className={styles.detail}>
            {isCompared ? t('versions.compared') : [piece, restoration.note || moment(restoration.createdAt)].join('')}
          </span>
        </span>
      </button>
      <Menu
        label={t('versions.actions', { name })}
        trigger={<IconButton icon={Ellipsis} label={t('versions.actions', { name })} small />}
        entries={[
          ...(mayCompare ? [{ id: 'compare', text: t('versions.compare'), icon: Columns2 }] : []),
          { id: 'rename', text: t('versions.rename'), icon: PencilLine },
          { id: 'export', text: t('versions.export'), icon: Upload },
          { id: 'delete', text: t('versions.delete'), icon: Trash2, danger: true },
        ]}
        onAction={(id) => {
          if (id === 'compare') {
            compareWith(restoration.id)
            compareSomehow()
          }
          if (id === 'rename') setRenaming(true)
          if (id === 'export') openExport({ restorations: [restoration.id] })
          if (id === 'delete') setDeleting(true)
        }}
      />
      <DeleteVersionDialog restoration={restoration} isOpen={deleting} onClose={() => setDeleting(false)} />
    </div>
  )

  async function rename(next: string | null): Promise<void> {
    if (next === null || next === (restoration.imagined ? restoration.name : name)) return
    const { id, originalId } = restoration
    await engine
      .call('restorations.edit', { id, name: next })
      .catch((error: unknown) => toast(failure(error), { tone: 'bad' }))
    await queryClient.invalidateQueries({ queryKey: keys.original(originalId) })
  }
}
