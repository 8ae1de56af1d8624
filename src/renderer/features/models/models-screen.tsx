import { FileInput } from 'lucide-react'
import { useId } from 'react'
import type { ModelEntry } from '../../../shared/models.ts'
import { useModels } from '../../state/queries.ts'
import { useWords } from '../../state/use-words.ts'
import { Button } from '../../ui/button.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { Progress } from '../../ui/progress.tsx'
import { chooseModelFiles } from './model-actions.ts'
import { ModelItem } from './model-card.tsx'
import styles from './models.module.css'
import { dismissFailure, IMPORT, useModelsState } from './models-store.ts'
import { RemoveModelDialog } from './remove-model-dialog.tsx'

const groups: readonly {
  readonly id: 'own' | 'installed' | 'available' | 'byHand'
  readonly states: readonly ModelEntry['state'][]
}[] = [
  { id: 'installed', states: ['downloaded', 'imported'] },
  { id: 'own', states: ['built-in'] },
  { id: 'available', states: ['available'] },
  { id: 'byHand', states: ['by-hand'] },
]

/** All models: those inside, those that were installed, those that can be had. */
export function ModelsScreen() {
  const { t } = useWords()
  const models = useModels()
  const all = models.data?.models
  return (
    <main className={styles.screen} aria-label={t('tabs.models')}>
      <header className={styles.header}>
        <div>
          <h1 className={styles.title}>{t('tabs.models')}</h1>
          <p className={styles.promise}>{t('models.promise')}</p>
        </div>
        <Button icon={FileInput} onPress={() => void chooseModelFiles()}>
          {t('models.import')}
        </Button>
      </header>
      <Importing />
      {models.isError ? (
        <FailureNotice error={models.error} kept={t('models.failedKept')} onRetry={() => void models.refetch()} />
      ) : all === undefined ? (
        <div className={styles.skeleton} role="status" aria-label={t('common.loading')} />
      ) : (
        groups.map(({ id, states }) => (
          <Group key={id} id={id} models={all.filter(({ state }) => states.includes(state))} />
        ))
      )}
      <RemoveModelDialog />
    </main>
  )
}

function Group({ id, models }: { readonly id: (typeof groups)[number]['id']; readonly models: readonly ModelEntry[] }) {
  const { t } = useWords()
  const heading = useId()
  if (models.length === 0) return null
  return (
    <section className={styles.group} aria-labelledby={heading}>
      <h2 id={heading} className={styles.heading}>
        {t(`models.group.${id}`)}
      </h2>
      <ul className={styles.list}>
        {models.map((model) => (
          <ModelItem key={model.id} model={model} />
        ))}
      </ul>
    </section>
  )
}

/** An import has no place in the list before it is done. */
function Importing() {
  const { t, failure } = useWords()
  const work = useModelsState((state) => state.work[IMPORT])
  const wrong = useModelsState((state) => state.failures[IMPORT])
  if (work)
    return (
      <div className={styles.strip}>
        <span role="status">{t('models.stage.convert')}</span>
        <span className={styles.bar}>
          <Progress label={t('models.import')} value={undefined} />
        </span>
      </div>
    )
  if (wrong === undefined) return null
  return (
    <div className={styles.strip}>
      <p role="alert" className={styles.wrong}>
        {failure(wrong)}
      </p>
      <Button look="quiet" onPress={() => dismissFailure(IMPORT)}>
        {t('common.dismiss')}
      </Button>
    </div>
  )
}
