import { useQuery } from '@tanstack/react-query'
import { Sparkles } from 'lucide-react'
import type { Restoration } from '../../../shared/entities.ts'
import { useWords } from '../../state/use-words.ts'
import { engine } from '../../transport/services.ts'
import { Button } from '../../ui/button.tsx'
import { toast } from '../../ui/toast-store.ts'
import { compareWhenDone } from './compare-when-done.ts'
import { freshCopy } from './recipes.ts'
import type { Session } from './use-session.ts'
import styles from './versions-part.module.css'

interface NewerPartProps {
  readonly session: Session
  readonly version: Restoration
}

/** A version that other networks would make today is made again beside the old one, never over it. */
export function NewerPart({ session: { original }, version }: NewerPartProps) {
  const { t, operation, language, failure } = useWords()
  const { data } = useQuery({
    queryKey: ['newer', version.id],
    queryFn: () => engine.call('photo.newer', { restorationId: version.id }),
  })
  if (!data || data.operations.length === 0) return null
  const again = () =>
    void engine
      .call('jobs.restore', {
        ids: [original.id],
        recipe: freshCopy(version.recipe),
        priority: 1,
        parent: version.id,
      })
      .then(({ jobs }) => compareWhenDone(jobs[0], version.id))
      .catch((error: unknown) => toast(failure(error), { tone: 'bad' }))
  const steps = new Intl.ListFormat(language).format(data.operations.map(operation))
  return (
    <div className={styles.newer}>
      <p>{t('versions.newer', { steps })}</p>
      <Button icon={Sparkles} onPress={again} isDisabled={original.missing}>
        {t('versions.newerAgain')}
      </Button>
    </div>
  )
}
