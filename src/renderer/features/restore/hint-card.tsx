import { Eraser, Trash2, X } from 'lucide-react'
import { useWords } from '../../state/use-words.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { adjustRecipe, editRecipe } from './editor-store.ts'
import styles from './hint-card.module.css'
import { removeHint } from './hint-input.ts'
import { holdHints, remembered, setHintColour, useHints } from './hint-store.ts'
import { hintsOf, withHints } from './hints-in-recipe.ts'
import { InSight } from './in-sight.tsx'
import type { Session } from './use-session.ts'

const names = Object.keys(remembered) as (keyof typeof remembered)[]

/** Known colours in hand: which one, what is placed, how to do without a mouse. */
export function HintCard({ session }: { readonly session: Session }) {
  const { t } = useWords()
  const { isOn, colour, chosen } = useHints()
  const { draft } = session
  if (!isOn || !draft) return null
  const hints = hintsOf(draft)
  const looked = chosen === null ? undefined : hints[chosen]
  const current = looked?.colour ?? colour
  const take = (next: string, sameGesture = false) => {
    setHintColour(next)
    if (!looked) return
    const changed = hints.map((hint) => (hint === looked ? { ...hint, colour: next } : hint))
    adjustRecipe(withHints(draft, changed, t('recipe.adjusted')), sameGesture)
  }
  return (
    <InSight>
      <Card
        title={t('hints.title')}
        aside={<IconButton icon={X} label={t('hints.putAway')} shortcut="K" onPress={() => holdHints(false)} small />}
      >
        <div className={styles.form}>
          <p className={styles.help}>{t('hints.help')}</p>
          <fieldset className={styles.swatches} aria-label={t('hints.remembered')}>
            {names.map((name) => (
              <button
                key={name}
                type="button"
                className={styles.swatch}
                style={{ background: remembered[name] }}
                aria-label={t(`hints.colour.${name}`)}
                title={t(`hints.colour.${name}`)}
                aria-pressed={current === remembered[name]}
                onClick={() => take(remembered[name])}
              />
            ))}
          </fieldset>
          <label className={styles.other}>
            <span>{t(looked ? 'hints.ofChosen' : 'hints.next')}</span>
            <input type="color" value={current} onChange={(event) => take(event.target.value, true)} />
          </label>
          <p className={styles.keys}>{t('hints.keys')}</p>
          <div className={styles.last}>
            <span role="status">{t('hints.count', { count: hints.length })}</span>
            <span className={styles.buttons}>
              {chosen !== null && looked && (
                <Button look="quiet" icon={Trash2} onPress={() => removeHint(session, chosen)}>
                  {t('hints.remove')}
                </Button>
              )}
              <Button
                look="quiet"
                icon={Eraser}
                isDisabled={hints.length === 0}
                onPress={() => editRecipe(withHints(draft, [], t('recipe.adjusted')))}
              >
                {t('brush.clear')}
              </Button>
            </span>
          </div>
        </div>
      </Card>
    </InSight>
  )
}
