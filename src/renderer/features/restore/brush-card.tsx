import { Eraser, X } from 'lucide-react'
import { useWords } from '../../state/use-words.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { SliderField } from '../../ui/slider-field.tsx'
import styles from './brush-card.module.css'
import {
  leastRadius,
  mostRadius,
  offeredKinds,
  setBrushMode,
  setBrushRadius,
  takeBrush,
  useBrush,
} from './brush-store.ts'
import { editRecipe } from './editor-store.ts'
import { InSight } from './in-sight.tsx'
import { nameAfterPainting, strokesOf, withStrokes } from './strokes-in-recipe.ts'
import type { Session } from './use-session.ts'

/** The brush in hand: what it does, how large it is, how to use it without a mouse. */
export function BrushCard({ session: { draft } }: { readonly session: Session }) {
  const { t, percent } = useWords()
  const { kind, mode, radius, live } = useBrush()
  if (kind === null || !draft) return null
  const count = strokesOf(draft, kind).length
  return (
    <InSight>
      <Card
        title={t('brush.title')}
        aside={<IconButton icon={X} label={t('brush.putAway')} shortcut="Q" onPress={() => takeBrush(null)} small />}
      >
        <div className={styles.form}>
          <Segmented
            label={t('brush.kind')}
            value={kind}
            options={offeredKinds.map((each) => ({ value: each, text: t(`brush.kind.${each}`) }))}
            onChange={takeBrush}
          />
          <p className={styles.help}>{t(`brush.help.${kind}`)}</p>
          <Segmented
            label={t('brush.mode')}
            value={mode}
            options={(['add', 'remove'] as const).map((each) => ({ value: each, text: t(`brush.mode.${each}`) }))}
            onChange={setBrushMode}
          />
          <SliderField
            label={t('brush.size')}
            value={radius}
            min={leastRadius}
            max={mostRadius}
            step={0.001}
            text={(value) => percent(value * 2, 1)}
            onChange={setBrushRadius}
          />
          <p className={styles.keys}>{t('brush.keys')}</p>
          <div className={styles.last}>
            <span role="status">{live ? t('brush.down') : t('brush.strokes', { count })}</span>
            <Button
              look="quiet"
              icon={Eraser}
              isDisabled={count === 0}
              onPress={() => editRecipe(withStrokes(draft, kind, [], nameAfterPainting(draft, kind, t)))}
            >
              {t('brush.clear')}
            </Button>
          </div>
        </div>
      </Card>
    </InSight>
  )
}
