import { useWords } from '../../state/use-words.ts'
import { through } from './frame-map.ts'
import { useMarkInput } from './hint-input.ts'
import styles from './hint-layer.module.css'
import { useHints } from './hint-store.ts'
import { hintsOf } from './hints-in-recipe.ts'
import { useFrames } from './use-frames.ts'
import type { Session } from './use-session.ts'
import type { Box } from './viewport.ts'

/** The colours that were placed, as marks that can be moved, while they are in hand. */
export function HintLayer({ session, box }: { readonly session: Session; readonly box: Box }) {
  const { t } = useWords()
  const { isOn, colour, cursor, chosen, moved } = useHints()
  const { fromDraft } = useFrames(session)
  const inputOf = useMarkInput(session)
  if (!isOn) return null
  const place = (point: readonly [number, number]) => {
    const [x, y] = through(fromDraft, point)
    return { left: box.left + x * box.width, top: box.top + y * box.height }
  }
  return (
    <div className={styles.layer} data-testid="hints">
      {hintsOf(session.draft).map((hint, index) => {
        const point = moved?.index === index ? moved.point : hint.point
        return (
          <button
            // biome-ignore lint/suspicious/noArrayIndexKey: two may be alike in everything
            key={index}
            type="button"
            className={styles.mark}
            aria-label={t('hints.mark', { number: index + 1, colour: hint.colour })}
            data-chosen={chosen === index || undefined}
            style={{ ...place(point), background: hint.colour }}
            {...inputOf(index, hint.point)}
          />
        )
      })}
      {cursor && <span className={styles.cursor} aria-hidden="true" style={{ ...place(cursor), background: colour }} />}
    </div>
  )
}
