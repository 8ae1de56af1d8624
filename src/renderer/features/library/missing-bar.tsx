import { FolderSearch, Search } from 'lucide-react'
import { useHost } from '../../state/queries.ts'
import { useWords } from '../../state/use-words.ts'
import { Button } from '../../ui/button.tsx'
import { findMissing, useMissingSearch } from './find-missing.ts'
import styles from './missing-bar.module.css'

/** Above the pictures whose files were moved: what is safe, and how they are found again. */
export function MissingBar() {
  const { t } = useWords()
  const stop = useMissingSearch((state) => state.stop)
  const hasDialogs = useHost().data?.capabilities.dialogs === true
  return (
    <section className={styles.bar} aria-label={t('missing.title')}>
      <p>
        {t('missing.help')} {!hasDialogs && t('missing.browser')}
      </p>
      <span className={styles.buttons} aria-live="polite">
        {stop ? (
          <>
            <span>{t('missing.looking')}</span>
            <Button onPress={() => stop.abort()}>{t('common.stop')}</Button>
          </>
        ) : (
          <>
            <Button icon={Search} onPress={() => void findMissing('around')}>
              {t('missing.look')}
            </Button>
            {hasDialogs && (
              <Button icon={FolderSearch} onPress={() => void findMissing('folder')}>
                {t('missing.lookIn')}
              </Button>
            )}
          </>
        )}
      </span>
    </section>
  )
}
