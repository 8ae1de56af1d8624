import { CircleAlert, CircleCheck, Download, FolderSearch } from 'lucide-react'
import type { Engine } from '../../../shared/engine.ts'
import type { OutputOf } from '../../../shared/rpc/contract.ts'
import { useHost } from '../../state/queries.ts'
import { useWords } from '../../state/use-words.ts'
import { assetUrl, host } from '../../transport/services.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { toast } from '../../ui/toast-store.ts'
import styles from './export.module.css'
import type { Folder } from './use-export-run.ts'

interface ExportResultsProps {
  readonly result: OutputOf<Engine['export.run']>
  readonly folder: Folder | null
}

/** The files that were written, and how to get at them. */
export function ExportResults({ result, folder }: ExportResultsProps) {
  const { t, number, bytes, failure } = useWords()
  const canReveal = useHost().data?.capabilities.reveal === true
  const count = result.files.length
  const where = folder ? t('export.doneIn', { folder: folder.name }) : ''
  const reveal = (name: string) =>
    void host
      .call('host.reveal', { kind: 'export', id: name })
      .catch((error: unknown) => toast(failure(error), { tone: 'bad' }))
  return (
    <>
      {count > 0 && (
        <p className={styles.outcome}>
          <Icon of={CircleCheck} />
          <span>{`${t('export.done', { count, shown: number(count) })} ${where}`}</span>
        </p>
      )}
      <ul className={styles.results}>
        {result.files.map((file) => (
          <li key={file.restorationId} className={styles.result}>
            <span className={styles.resultName}>{file.name}</span>
            <span className={styles.size}>{bytes(file.bytes)}</span>
            {canReveal ? (
              <Button look="quiet" icon={FolderSearch} onPress={() => reveal(file.name)}>
                {t('export.reveal')}
              </Button>
            ) : (
              file.asset !== null && (
                <a className={styles.download} href={assetUrl(file.asset)} download={file.name}>
                  <Icon of={Download} small />
                  {t('export.save')}
                </a>
              )
            )}
          </li>
        ))}
      </ul>
      {result.failed.length > 0 && (
        <ul className={styles.failures}>
          {result.failed.map((each) => (
            <li key={each.name}>
              <Icon of={CircleAlert} small />
              <span>
                <strong>{each.name}</strong> {failure(each.error)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
