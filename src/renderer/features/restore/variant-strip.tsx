import { useQueries } from '@tanstack/react-query'
import { Dices } from 'lucide-react'
import { useState } from 'react'
import { Radio, RadioGroup } from 'react-aria-components'
import { stages } from '../../../operations/define.ts'
import { operations } from '../../../operations/index.ts'
import type { Recipe } from '../../../shared/recipe.ts'
import { useWords } from '../../state/use-words.ts'
import { assetUrl, engine } from '../../transport/services.ts'
import { Button } from '../../ui/button.tsx'
import type { Session } from './use-session.ts'
import styles from './variant-strip.module.css'

/** Guesses shown at a time: the likeliest and three others. */
const others = 3
const side = 256

interface VariantStripProps {
  readonly session: Session
  /** Of the step that guesses. */
  readonly index: number
  readonly onChoose: (variant: number) => void
}

/** What a step's several guesses look like, small, on the whole picture. */
export function VariantStrip({ session, index, onChoose }: VariantStripProps) {
  const { t } = useWords()
  const { draft, original } = session
  const chosen = Number(draft?.steps[index]?.params.variant ?? 0)
  const [page, setPage] = useState(Math.max(0, Math.floor((chosen - 1) / others)))
  const shown = [0, ...Array.from({ length: others }, (_, i) => page * others + i + 1)]
  const tried = shown.map((variant) => draft && withVariant(draft, index, variant))
  const made = useQueries({
    queries: tried.map((recipe) => ({
      queryKey: ['variant', original.id, recipe],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        engine.call(
          'photo.preview',
          { id: original.id, recipe: recipe as Recipe, region: everything, side },
          { signal },
        ),
      enabled: recipe !== undefined && !original.missing,
      gcTime: 15_000,
      retry: false,
    })),
  })
  return (
    <div className={styles.part}>
      <RadioGroup
        aria-label={t('variants.title')}
        orientation="horizontal"
        className={styles.strip ?? ''}
        value={String(chosen)}
        onChange={(value) => onChoose(Number(value))}
      >
        {shown.map((variant, i) => {
          const asset = made[i]?.data?.asset
          const name = variant === 0 ? t('variants.first') : t('variants.number', { number: variant })
          return (
            <Radio key={variant} value={String(variant)} className={styles.guess ?? ''} aria-label={name}>
              <span className={styles.picture} data-waiting={made[i]?.isFetching || undefined}>
                {asset && <img src={assetUrl(asset)} alt="" draggable={false} />}
              </span>
              <span className={styles.name}>{variant === 0 ? t('variants.first') : variant}</span>
            </Radio>
          )
        })}
      </RadioGroup>
      <Button look="quiet" icon={Dices} onPress={() => setPage(page + 1)}>
        {t('variants.others')}
      </Button>
    </div>
  )
}

const everything = { left: 0, top: 0, width: 1, height: 1 }

/** The recipe with another guess, up to it: what comes later only takes time. */
function withVariant(recipe: Recipe, index: number, variant: number): Recipe {
  const rank = (id: string) => stages.indexOf(operations.get(id)?.stage ?? 'geometry')
  const last = rank(recipe.steps[index]?.operation ?? '')
  const steps = recipe.steps
    .map((step, at) => (at === index ? { ...step, params: { ...step.params, variant } } : step))
    .filter((step) => rank(step.operation) <= last)
  return { ...recipe, steps }
}
