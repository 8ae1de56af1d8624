import { SearchX } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useWords } from '../../state/use-words.ts'
import { Button } from '../../ui/button.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useImport } from '../import/import-store.ts'
import { ImportStrip } from '../import/import-strip.tsx'
import { FilterChips } from './filter-chips.tsx'
import { Gallery } from './gallery.tsx'
import { useFirstBlock } from './gallery-data.ts'
import { useGoneFilters } from './gone-filters.ts'
import { LibraryHeader } from './library-header.tsx'
import styles from './library-screen.module.css'
import { LookStrip } from './look-strip.tsx'
import { MissingBar } from './missing-bar.tsx'
import { SelectionBar } from './selection-bar.tsx'
import { useSelection } from './selection-store.ts'
import { Shelves } from './shelves.tsx'
import { galleryQuery, showEverything, useView } from './view-store.ts'
import { Welcome } from './welcome.tsx'

export function LibraryScreen() {
  const { t } = useTranslation()
  useGoneFilters()
  const view = useView()
  const query = galleryQuery(view)
  const first = useFirstBlock(query)
  const selecting = useSelection((state) => state.selected.size > 0)
  const importing = useImport((state) => state.runs.length > 0)
  const total = first.data?.total
  const isEverything = query.shelf === 'all' && query.text === '' && query.filters === undefined

  return (
    <div className={styles.screen}>
      <Shelves />
      <main className={styles.centre} aria-label={t('tabs.library')}>
        {selecting ? <SelectionBar /> : <LibraryHeader total={total} />}
        <FilterChips />
        <ImportStrip />
        <LookStrip />
        {query.shelf === 'missing' && (total ?? 0) > 0 && <MissingBar />}
        <div className={styles.content}>
          {first.isError ? (
            <FailureNotice error={first.error} kept={t('library.failedKept')} onRetry={() => void first.refetch()} />
          ) : total === undefined ? (
            <GallerySkeleton />
          ) : total > 0 ? (
            <Gallery
              query={query}
              total={total}
              firstItems={first.data?.items ?? []}
              rowHeight={view.rowHeight}
              grouping={view.grouping}
            />
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
  const { text, shelf, filters } = useView()
  const isAlbum = filters.album !== undefined && Object.keys(filters).length === 1
  const isFiltered = Object.keys(filters).length > 0
  return (
    <Notice
      icon={SearchX}
      title={
        text
          ? t('library.noMatch', { text })
          : isAlbum
            ? t('album.empty')
            : t(isFiltered ? 'filter.nothing' : `shelf.${shelf}.empty`)
      }
      action={<Button onPress={showEverything}>{t('library.showAll')}</Button>}
    >
      {text
        ? t('library.noMatchHelp')
        : t(isAlbum ? 'album.emptyHelp' : isFiltered ? 'filter.nothingHelp' : 'library.shelfHelp')}
    </Notice>
  )
}
