import { useEffect, useState } from 'react'
import { useWords } from '../../state/use-words.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Progress } from '../../ui/progress.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import styles from './export.module.css'
import { ExportForm } from './export-form.tsx'
import { ExportResults } from './export-results.tsx'
import { closeExport, type ExportWish, useExport } from './export-store.ts'
import { useExportOptions } from './use-export-options.ts'
import { type Folder, useExportable, useExportRun } from './use-export-run.ts'

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
  const { options, change } = useExportOptions()
  const [folder, setFolder] = useState<Folder | null>(null)
  const { run, progress, cancel } = useExportRun()
  const count = found.data?.restorations.length ?? 0
  const close = () => {
    if (run.isPending) cancel()
    run.reset()
    closeExport()
  }

  const start = () => found.data && run.mutate({ restorations: found.data.restorations, options, folder })
  const actions = run.data ? (
    <Button look="primary" onPress={close}>
      {t('common.done')}
    </Button>
  ) : run.isPending ? (
    <Button onPress={close}>{t('common.cancel')}</Button>
  ) : (
    <>
      <Button onPress={close}>{t('common.cancel')}</Button>
      <Button look="primary" isDisabled={count === 0} onPress={start}>
        {t('export.run', { count, shown: number(count) })}
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
        <ExportResults result={run.data} folder={folder} />
      ) : run.isPending ? (
        <div className={styles.running} role="status">
          <p>{t('export.running', { count, shown: number(count) })}</p>
          <Progress label={t('export.progress')} value={progress} />
        </div>
      ) : found.isPending ? (
        <SkeletonLines widths={[60, 90, 75]} />
      ) : found.isError ? (
        <p role="alert">{failure(found.error)}</p>
      ) : count === 0 ? (
        <p>{t('export.nothing')}</p>
      ) : (
        <ExportForm found={found.data} options={options} change={change} folder={folder} setFolder={setFolder} />
      )}
      {run.isError && !run.isPending && <p role="alert">{failure(run.error)}</p>}
    </Dialog>
  )
}
