import { useEffect, useState } from 'react'
import { useWords } from '../../state/use-words.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Progress } from '../../ui/progress.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import type { AlbumWishes } from './album-fields.tsx'
import styles from './export.module.css'
import { ExportForm } from './export-form.tsx'
import { ExportResults } from './export-results.tsx'
import { closeExport, type ExportWish, useExport } from './export-store.ts'
import { useFilmOptions } from './film-options.ts'
import { PurposeTiles } from './purpose-tiles.tsx'
import { useExportOptions } from './use-export-options.ts'
import { type Exportable, type Folder, useEstimate, useExportable, useExportRun } from './use-export-run.ts'

export function ExportDialog() {
  const wish = useExport((state) => state.wish)
  // What was asked for stays while the dialog fades out.
  const [shown, setShown] = useState<ExportWish | null>(null)
  useEffect(() => {
    if (wish) setShown(wish)
  }, [wish])
  return shown ? <ExportTask key={JSON.stringify(shown)} wish={shown} isOpen={wish !== null} /> : null
}

function ExportTask({ wish, isOpen }: { readonly wish: ExportWish; readonly isOpen: boolean }) {
  const { t, number, failure } = useWords()
  const found = useExportable(isOpen ? wish : null)
  const isFilm = found.data !== undefined && found.data.films.length > 0 && areAll(found.data)
  const { purpose, options: wished, change } = useExportOptions(isFilm)
  const options = useFilmOptions(found.data?.films ?? [], wished)
  const [folder, setFolder] = useState<Folder | null>(null)
  const [wanted, setAlbum] = useState<AlbumWishes | null>(null)
  const { run, progress, cancel } = useExportRun()
  const album = wanted ?? { name: found.data?.albumName ?? t('export.albumDefault'), zip: false }
  const isAlbum = purpose === 'album'
  const count = (isAlbum ? found.data?.originals.length : found.data?.restorations.length) ?? 0
  const close = () => {
    if (run.isPending) cancel()
    run.reset()
    closeExport()
  }
  const start = () =>
    found.data && run.mutate({ found: found.data, options, folder, album: isAlbum ? album : undefined })
  const isIncomplete = count === 0 || (isAlbum && album.name.trim() === '')
  const actions = run.data ? (
    <Button look="primary" onPress={close}>
      {t('common.done')}
    </Button>
  ) : run.isPending ? (
    <Button onPress={close}>{t('common.cancel')}</Button>
  ) : (
    <>
      <EstimateLine found={found.data} options={options} />
      <Button onPress={close}>{t('common.cancel')}</Button>
      <Button look="primary" isDisabled={isIncomplete} onPress={start}>
        {t(isFilm ? 'export.runFilm' : 'export.run', { count, shown: number(count) })}
      </Button>
    </>
  )
  return (
    <Dialog
      title={t(run.data ? 'export.doneTitle' : 'export.title')}
      isOpen={isOpen}
      onClose={close}
      wide
      actions={actions}
    >
      {run.data ? (
        <ExportResults result={run.data} folder={folder} isFilm={isFilm} />
      ) : run.isPending ? (
        <div className={styles.running} role="status">
          <p>{t(isFilm ? 'export.runningFilm' : 'export.running', { count, shown: number(count) })}</p>
          <Progress label={t('export.progress')} value={progress} />
        </div>
      ) : found.isPending ? (
        <SkeletonLines widths={[60, 90, 75]} />
      ) : found.isError ? (
        <p role="alert">{failure(found.error)}</p>
      ) : (
        <>
          <PurposeTiles purpose={purpose} isFilm={isFilm} />
          {count === 0 ? (
            <p>{t('export.nothing')}</p>
          ) : (
            <ExportForm
              found={found.data}
              purpose={purpose}
              options={options}
              change={change}
              album={album}
              setAlbum={setAlbum}
              folder={folder}
              setFolder={setFolder}
            />
          )}
        </>
      )}
      {run.isError && !run.isPending && <p role="alert">{failure(run.error)}</p>}
    </Dialog>
  )
}

/** Nothing but films. */
const areAll = ({ films, restorations }: Exportable) => films.length === restorations.length

type EstimateProps = { readonly found: Exportable | undefined } & Pick<ReturnType<typeof useExportOptions>, 'options'>

/** What it will take, as it changes with every choice. */
function EstimateLine({ found, options }: EstimateProps) {
  const { t, bytes } = useWords()
  const { data } = useEstimate(found?.restorations ?? [], options)
  return (
    <p className={styles.estimate} aria-live="polite">
      {data && data.bytes > 0 ? t('export.estimate', { size: bytes(data.bytes) }) : ''}
    </p>
  )
}
