import { Film, ScanLine } from 'lucide-react'
import { useWords } from '../../state/use-words.ts'
import { assetUrl } from '../../transport/services.ts'
import { compareWith, showVersion, useEditor } from './editor-store.ts'
import { NewerPart } from './newer-part.tsx'
import type { Session } from './use-session.ts'
import { VersionItem } from './version-item.tsx'
import { type Branch, versionTree } from './version-tree.ts'
import styles from './versions-part.module.css'

/** The scan and everything that was made of it, each below the version it came from. */
export function VersionsPart({ session }: { readonly session: Session }) {
  const { t } = useWords()
  const { original, restorations, version } = session
  const against = useEditor((state) => state.against)
  const isFilm = original.kind === 'video'
  const Mark = isFilm ? Film : ScanLine
  return (
    <section className={styles.part} aria-label={t('versions.title')}>
      <h2 className={styles.title}>{t('versions.title')}</h2>
      <ul>
        <li>
          <div className={styles.item} data-current={!version || undefined}>
            <button
              type="button"
              className={styles.choose}
              aria-current={!version}
              onClick={() => (against === null ? showVersion(original.id, null) : compareWith(null))}
            >
              <img src={assetUrl(original.thumb)} alt="" />
              <span className={styles.words}>
                <span className={styles.name}>{t(isFilm ? 'versions.film' : 'versions.scan')}</span>
                <span className={`${styles.detail} ${against === null ? '' : styles.offer}`}>
                  {against === null
                    ? `${original.width} × ${original.height}`
                    : t(isFilm ? 'versions.compareFilm' : 'versions.compareScan')}
                </span>
              </span>
              <Mark size={14} strokeWidth={1.75} aria-hidden="true" className={styles.scanMark} />
            </button>
          </div>
        </li>
        <Branches of={versionTree(restorations)} session={session} />
      </ul>
      {version && <NewerPart key={version.id} session={session} version={version} />}
    </section>
  )
}

function Branches({ of, session }: { readonly of: readonly Branch[]; readonly session: Session }) {
  const { version, base } = session
  return of.map(({ restoration, children }) => (
    <li key={restoration.id}>
      <VersionItem
        restoration={restoration}
        isShown={restoration.id === version?.id}
        mayCompare={version !== undefined && restoration.id !== version.id}
        isCompared={restoration.id === base?.id}
      />
      {children.length > 0 && (
        <ul className={styles.children}>
          <Branches of={children} session={session} />
        </ul>
      )}
    </li>
  ))
}
