import { Ellipsis, PencilLine, ScanLine, Trash2, Upload } from 'lucide-react'
import { useState } from 'react'
import type { Restoration } from '../../../shared/entities.ts'
import { keys, queryClient } from '../../state/queries.ts'
import { useWords } from '../../state/use-words.ts'
import { assetUrl, engine } from '../../transport/services.ts'
import { IconButton } from '../../ui/button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { toast } from '../../ui/toast-store.ts'
import { openExport } from '../export/export-store.ts'
import { DeleteVersionDialog } from './delete-version-dialog.tsx'
import { showVersion } from './editor-store.ts'
import { RenameField } from './rename-field.tsx'
import type { Session } from './use-session.ts'
import { versionName } from './version-name.ts'
import styles from './versions-part.module.css'

/** The scan and everything that was made of it. */
export function VersionsPart({ session }: { readonly session: Session }) {
  const { t } = useWords()
  const { original, restorations, version } = session
  return (
    <section className={styles.part} aria-label={t('versions.title')}>
      <h2 className={styles.title}>{t('versions.title')}</h2>
      <ul>
        <li className={styles.item} data-current={!version || undefined}>
          <button
            type="button"
            className={styles.choose}
            aria-current={!version}
            onClick={() => showVersion(original.id, null)}
          >
            <img src={assetUrl(original.thumb)} alt="" />
            <span className={styles.words}>
              <span className={styles.name}>{t('versions.scan')}</span>
              <span className={styles.detail}>
                {original.width} × {original.height}
              </span>
            </span>
            <ScanLine size={14} strokeWidth={1.75} aria-hidden="true" className={styles.scanMark} />
          </button>
        </li>
        {restorations.map((each) => (
          <VersionItem key={each.id} restoration={each} isShown={each.id === version?.id} />
        ))}
      </ul>
    </section>
  )
}

function VersionItem({ restoration, isShown }: { readonly restoration: Restoration; readonly isShown: boolean }) {
  const { t, moment, failure } = useWords()
  const [renaming, setRenaming] = useState(false)
  const [deleting, setDeleting] = useState(false)
  const name = versionName(restoration, t)
  if (renaming)
    return (
      <li className={styles.item}>
        <RenameField name={name} onDone={(next) => void rename(restoration, next).finally(() => setRenaming(false))} />
      </li>
    )
  return (
    <li className={styles.item} data-current={isShown || undefined}>
      <button
        type="button"
        className={styles.choose}
        aria-current={isShown}
        onClick={() => showVersion(restoration.originalId, restoration.id)}
        onDoubleClick={() => setRenaming(true)}
      >
        <img src={assetUrl(restoration.thumb)} alt="" />
        <span className={styles.words}>
          <span className={styles.name}>{name}</span>
          <span className={styles.detail}>{moment(restoration.createdAt)}</span>
        </span>
      </button>
      <Menu
        label={t('versions.actions', { name })}
        trigger={<IconButton icon={Ellipsis} label={t('versions.actions', { name })} small />}
        entries={[
          { id: 'rename', text: t('versions.rename'), icon: PencilLine },
          { id: 'export', text: t('versions.export'), icon: Upload },
          { id: 'delete', text: t('versions.delete'), icon: Trash2, danger: true },
        ]}
        onAction={(id) => {
          if (id === 'rename') setRenaming(true)
          if (id === 'export') openExport({ restorations: [restoration.id] })
          if (id === 'delete') setDeleting(true)
        }}
      />
      <DeleteVersionDialog restoration={restoration} isOpen={deleting} onClose={() => setDeleting(false)} />
    </li>
  )

  async function rename({ id, originalId }: Restoration, next: string | null): Promise<void> {
    if (next === null || next === name) return
    await engine
      .call('restorations.edit', { id, name: next })
      .catch((error: unknown) => toast(failure(error), { tone: 'bad' }))
    await queryClient.invalidateQueries({ queryKey: keys.original(originalId) })
  }
}
