import { useWords } from '../../state/use-words.ts'
import { Card } from '../../ui/card.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import styles from './restore-screen.module.css'

/** The screen while the catalog is asked: its own shape, without content. */
export function RestoreSkeleton() {
  const { t } = useWords()
  return (
    <div className={styles.screen} aria-busy="true">
      <div className={styles.left}>
        <SkeletonLines widths={[60, 80, 70]} />
      </div>
      <main className={styles.centre} aria-label={t('common.loading')}>
        <div className={styles.skeletonPicture} />
      </main>
      <div className={styles.right}>
        <Card title={t('findings.title')}>
          <SkeletonLines widths={[90, 75, 82]} />
        </Card>
      </div>
    </div>
  )
}
