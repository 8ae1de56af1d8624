import { SearchX } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useWords } from '../../state/use-words.ts'
import { Button } from '../../ui/button.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useImport } from '../import/import-store.ts'
import { ImportStrip } from '../import/import-strip.tsx'
import { Gallery } from './gallery.tsx'
import { useFirstBlock } from './gallery-data.ts'
import { LibraryHeader } from './library-header.tsx'
import styles from './library-screen.module.css'
import { SelectionBar } from './selection-bar.tsx'
import { useSelection } from './selection-store.ts'
import { Shelves } from './shelves.tsx'
import { galleryQuery, openShelf, searchFor, useView } from './view-store.ts'
import { Welcome } from './welcome.tsx'

export function LibraryScreen() {
  const { t } = useTranslation()
  const view = useView()
  const query = galleryQuery(view)
  const first = useFirstBlock(query)
  const selecting = useSelection((state) => state.selected.size > 0)
  const importing = useImport((state) => state.runs.length > 0)
  const total = first.data?.total
  const isEverything = query.shelf === 'all' && query.text === ''

  return (
    <div className={styles.screen}>
      <Shelves />
      <main className={styles.centre} aria-label={t('tabs.library')}>
        {selecting ? <SelectionBar /> : <LibraryHeader total={total} />}
        <ImportStrip />
        <div className={styles.content}>
          {first.isError ? (
            <FailureNotice error={first.error} kept={t('library.failedKept')} onRetry={() => void first.refetch()} />
          ) : total === undefined ? (
            <GallerySkeleton />
          ) : total > 0 ? (
            <Gallery query={query} total={total} firstItems={first.data?.items ?? []} rowHeight={view.rowHeight} />
          ) : isEverything && !importing ? (
            <Welcome />
          ) : (
            !isEverything && <NothingFound />
          )}
        </div>
      </main>
    </div>
  )
}

function GallerySkeleton() {
  const { t } = useWords()
  return <div className={styles.skeleton} role="status" aria-label={t('common.loading')} />
}

function NothingFound() {
  const { t } = useWords()
  const { text, shelf } = useView()
  return (
    <Notice
      icon={SearchX}
      title={text ? t('library.noMatch', { text }) : t(`shelf.${shelf}.empty`)}
      action={
        <Button
          onPress={() => {
            searchFor('')
            openShelf('all')
          }}
        >
          {t('library.showAll')}
        </Button>
      }
    >
      {text ? t('library.noMatchHelp') : t('library.shelfHelp')}
    </Notice>
  )
}
