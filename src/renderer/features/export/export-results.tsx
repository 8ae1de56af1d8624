import { CircleAlert, CircleCheck, Download, FolderSearch } from 'lucide-react'
import type { Failure } from '../../../shared/entities.ts'
import { useHost } from '../../state/queries.ts'
import { useWords } from '../../state/use-words.ts'
import { assetUrl, host } from '../../transport/services.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { toast } from '../../ui/toast-store.ts'
import styles from './export.module.css'
import type { ExportOutcome, Folder } from './use-export-run.ts'

interface ExportResultsProps {
  readonly result: ExportOutcome
  readonly folder: Folder | null
  /** Whether all that was asked for are films. */
  readonly isFilm: boolean
}

/** The files that were written, and how to get at them. */
export function ExportResults({ result, folder, isFilm }: ExportResultsProps) {
  const { t, number } = useWords()
  const count = result.kind === 'files' ? result.files.length : result.pictures
  const skipped = result.kind === 'files' ? result.skipped : 0
  const where = folder ? t('export.doneIn', { folder: folder.name }) : ''
  const rows = result.kind === 'files' ? result.files : [result]
  return (
    <>
      {count > 0 && (
        <p className={styles.outcome}>
          <Icon of={CircleCheck} />
          <span>{`${t(isFilm ? 'export.doneFilm' : 'export.done', { count, shown: number(count) })} ${where}`}</span>
        </p>
      )}
      {skipped > 0 && <p>{t('export.skipped', { count: skipped, shown: number(skipped) })}</p>}
      <ul className={styles.results}>
        {rows.map((file) => (
          <Row key={file.name} {...file} folder={folder} />
        ))}
      </ul>
      {result.failed.length > 0 && <Failed of={result.failed} />}
    </>
  )
}

interface RowProps {
  readonly name: string
  readonly bytes: number
  readonly asset: string | null
  readonly folder: Folder | null
}

function Row({ name, bytes: size, asset, folder }: RowProps) {
  const { t, bytes, failure } = useWords()
  const canReveal = useHost().data?.capabilities.reveal === true
  const reveal = () =>
    void host
      .call('host.reveal', { kind: 'export', id: name, folder: folder?.grant ?? null })
      .catch((error: unknown) => toast(failure(error), { tone: 'bad' }))
  return (
    <li className={styles.result}>
      <span className={styles.resultName}>{name}</span>
      <span className={styles.size}>{bytes(size)}</span>
      {canReveal ? (
        <Button look="quiet" icon={FolderSearch} onPress={reveal}>
          {t('export.reveal')}
        </Button>
      ) : (
        asset !== null && (
          <a className={styles.download} href={assetUrl(asset)} download={name}>
            <Icon of={Download} small />
            {t('export.save')}
          </a>
        )
      )}
    </li>
  )
}

function Failed({ of: failed }: { readonly of: readonly { readonly name: string; readonly error: Failure }[] }) {
  const { failure } = useWords()
  return (
    <ul className={styles.failures}>
      {failed.map((each) => (
        <li key={each.name}>
          <Icon of={CircleAlert} small />
          <span>
            <strong>{each.name}</strong> {failure(each.error)}
          </span>
        </li>
      ))}
    </ul>
  )
}
