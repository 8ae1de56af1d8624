import { guessesColour } from '../../../operations/guesses-colour.ts'
import type { Restoration } from '../../../shared/entities.ts'
import { useWords } from '../../state/use-words.ts'
import { Card } from '../../ui/card.tsx'
import { SwitchField } from '../../ui/switch-field.tsx'
import { toggleInvented, useCanvas } from './canvas-store.ts'
import { closeness } from './closeness.ts'
import styles from './truth-card.module.css'
import type { Session } from './use-session.ts'

/** Says of a version how near it is to the scan, and what of it a network made up. */
export function TruthCard({ session: { original, version } }: { readonly session: Session }) {
  const { t, number } = useWords()
  const showInvented = useCanvas((state) => state.showInvented)
  if (!version) return null
  const { fidelity, invention, imagined } = version
  if (imagined)
    return (
      <Card title={t('truth.title')}>
        <p>{t('imagine.nobody')}</p>
      </Card>
    )
  const isFilm = original.kind === 'video'
  return (
    <Card title={t('truth.title')}>
      <ul className={styles.facts}>
        <li className={styles.fact}>
          <span
            className={`${styles.mark} ${styles[fidelity === null ? 'unknown' : closeness(fidelity)]}`}
            aria-hidden="true"
          />
          <span>
            {fidelity === null
              ? t(isFilm ? 'truth.film.unknown' : 'truth.unknown')
              : `${isFilm ? t(`truth.film.${closeness(fidelity)}`) : t(`truth.${closeness(fidelity)}`)} ${t('truth.figure', { value: number(fidelity, { maximumFractionDigits: 1 }) })}`}
          </span>
        </li>
        <li className={styles.fact}>
          <span
            className={`${styles.mark} ${invention.share > 0 ? styles.invented : styles.same}`}
            aria-hidden="true"
          />
          <InventedSentence invention={invention} isFilm={isFilm} />
        </li>
        {guessesColour(version.recipe) && (
          <li className={styles.fact}>
            <span className={`${styles.mark} ${styles.invented}`} aria-hidden="true" />
            <span>{t('truth.guess')}</span>
          </li>
        )}
      </ul>
      {invention.asset !== null && (
        <SwitchField label={t('truth.show')} value={showInvented} onChange={toggleInvented} />
      )}
    </Card>
  )
}

/** What a network made up, in one plain sentence. */
export function InventedSentence({
  invention: { share, operations },
  isFilm,
}: {
  readonly invention: Restoration['invention']
  readonly isFilm?: boolean
}) {
  const { t, percent, operation, language } = useWords()
  if (share <= 0) return <span>{t('truth.nothing')}</span>
  const steps = new Intl.ListFormat(language).format(operations.map(operation))
  const shown =
    share < 0.001 ? t('truth.lessThan', { percent: percent(0.001, 1) }) : percent(share, share < 0.1 ? 1 : 0)
  return <span>{t(isFilm ? 'truth.inventedFilm' : 'truth.invented', { percent: shown, steps })}</span>
}
