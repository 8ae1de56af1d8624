import { CircleAlert, CircleCheck, Lightbulb, WandSparkles, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { assetAddress } from '../../../shared/assets.ts'
import { useWords } from '../../state/use-words.ts'
import { assetUrl } from '../../transport/services.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Progress } from '../../ui/progress.tsx'
import { restoreMany } from '../restore/restore-many.ts'
import styles from './import.module.css'
import { cancelImport, dismissImport, type ImportFailure, useImport } from './import-store.ts'
import { openReview, useProposals } from './review-store.ts'

/** How adding pictures goes, above the gallery; afterwards what came of it, until it is dismissed. */
export function ImportStrip() {
  const state = useImport()
  const running = state.runs.length > 0
  if (!running && !state.finished) return null
  return (
    <section className={styles.strip} aria-live="polite">
      {running ? <Running /> : <Finished />}
      {state.addedIds.length > 0 && running && <Arriving ids={state.addedIds} />}
      {state.failures.length > 0 && <Failures of={state.failures} />}
    </section>
  )
}

function Running() {
  const { t, number } = useWords()
  const runs = useImport((state) => state.runs)
  const found = runs.reduce((sum, run) => sum + run.found, 0)
  const done = runs.reduce((sum, run) => sum + run.done, 0)
  return (
    <div className={styles.line}>
      <span className={styles.words}>
        {t('import.running', { done: number(done), count: found, shown: number(found) })}
      </span>
      <div className={styles.progress}>
        <Progress label={t('import.progress')} value={found > 0 ? done / found : undefined} />
      </div>
      <Button look="quiet" onPress={cancelImport}>
        {t('common.stop')}
      </Button>
    </div>
  )
}

const arriving = 14

/** The last pictures that came, as they are decoded. */
function Arriving({ ids }: { readonly ids: readonly string[] }) {
  return (
    <div className={styles.arriving} aria-hidden="true">
      {ids.slice(-arriving).map((id) => (
        <img key={id} src={assetUrl(assetAddress('thumb', id))} alt="" decoding="async" />
      ))}
    </div>
  )
}

const shownMs = 12_000

function Finished() {
  const { t, number } = useWords()
  const { added, addedIds, duplicates, failures } = useImport()
  const { data: proposals } = useProposals(addedIds)
  const suggestions = proposals ? proposals.pairs.length + proposals.alike.length + proposals.pages.length : 0
  const parts = [
    added > 0 || (duplicates === 0 && failures.length === 0)
      ? t('import.added', { count: added, shown: number(added) })
      : '',
    duplicates > 0 ? t('import.duplicates', { count: duplicates, shown: number(duplicates) }) : '',
  ]
  const good = failures.length === 0
  // What went well need not be put away by hand; what did not stays.
  useEffect(() => {
    if (!good || duplicates > 0 || suggestions > 0) return undefined
    const timer = setTimeout(dismissImport, shownMs)
    return () => clearTimeout(timer)
  }, [good, duplicates, suggestions])
  return (
    <div className={styles.line}>
      <span className={good ? styles.good : styles.bad}>
        <Icon of={good ? CircleCheck : CircleAlert} />
      </span>
      <span className={styles.words}>{parts.filter(Boolean).join(' ')}</span>
      <span className={styles.gap} />
      {suggestions > 0 && (
        <Button icon={Lightbulb} onPress={() => openReview(addedIds)}>
          {t('review.open', { count: suggestions, shown: number(suggestions) })}
        </Button>
      )}
      {added > 1 && (
        <Button
          icon={WandSparkles}
          onPress={() => {
            void restoreMany(addedIds, 'faithful')
            dismissImport()
          }}
        >
          {t('review.restoreAll', { count: added, shown: number(added) })}
        </Button>
      )}
      <IconButton icon={X} label={t('common.dismiss')} onPress={dismissImport} small />
    </div>
  )
}

const shownAtFirst = 4

function Failures({ of: failures }: { readonly of: readonly ImportFailure[] }) {
  const { t, number, failure } = useWords()
  const [all, setAll] = useState(false)
  const shown = all ? failures : failures.slice(0, shownAtFirst)
  return (
    <div className={styles.failures}>
      <p>{t('import.failed', { count: failures.length, shown: number(failures.length) })}</p>
      <ul>
        {shown.map((each, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two folders may hold files of the same name
          <li key={index}>
            {each.name && <strong>{each.name}</strong>}
            <span>{failure(each.error)}</span>
          </li>
        ))}
      </ul>
      {failures.length > shownAtFirst && (
        <Button look="quiet" onPress={() => setAll(!all)}>
          {all ? t('common.less') : t('common.allOf', { count: failures.length })}
        </Button>
      )}
    </div>
  )
}
