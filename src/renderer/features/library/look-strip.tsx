import { useWords } from '../../state/use-words.ts'
import { Button } from '../../ui/button.tsx'
import { Progress } from '../../ui/progress.tsx'
import importStyles from '../import/import.module.css'
import { useLooking } from './look-for-damage.ts'

/** How looking for damage goes, above the gallery; the filter it was asked for in may be closed meanwhile. */
export function LookStrip() {
  const { t, number } = useWords()
  const { stop, done, total } = useLooking()
  if (!stop) return null
  return (
    <section className={importStyles.strip} aria-label={t('look.title')}>
      <div className={importStyles.line}>
        <span className={importStyles.words}>
          {t('look.running', { done: number(done), count: total, shown: number(total) })}
        </span>
        <div className={importStyles.progress}>
          <Progress label={t('look.title')} value={total > 0 ? done / total : undefined} />
        </div>
        <Button look="quiet" onPress={() => stop.abort()}>
          {t('common.stop')}
        </Button>
      </div>
    </section>
  )
}
