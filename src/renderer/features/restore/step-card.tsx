import { Brush, Palette, Trash2, X } from 'lucide-react'
import { useRef } from 'react'
import { operations } from '../../../operations/index.ts'
import type { Recipe, RecipeStep } from '../../../shared/recipe.ts'
import { wordsOf } from '../../i18n.ts'
import { useWords } from '../../state/use-words.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { takeBrush } from './brush-store.ts'
import { adjustRecipe, editRecipe, openStep, useEditor } from './editor-store.ts'
import { formFields } from './form-fields.ts'
import { holdHints } from './hint-store.ts'
import { takesHints } from './hints-in-recipe.ts'
import { InSight } from './in-sight.tsx'
import { ParamField } from './param-field.tsx'
import { changeStep, removeStep } from './recipes.ts'
import styles from './step-card.module.css'
import { isPainted } from './strokes-in-recipe.ts'
import { switchHints } from './switch-tools.ts'
import type { Session } from './use-session.ts'
import { VariantStrip } from './variant-strip.tsx'

/** The form of the step that is open, made out of the operation's schema. */
export function StepCard({ session }: { readonly session: Session }) {
  const index = useEditor((state) => state.openStep)
  const step = index === null ? undefined : session.draft?.steps[index]
  if (index === null || !step || !session.draft) return null
  return (
    <InSight key={`${index} ${step.operation}`}>
      <StepForm session={session} recipe={session.draft} step={step} index={index} />
    </InSight>
  )
}

const gestureMs = 900

function StepForm({
  session,
  recipe,
  step,
  index,
}: {
  readonly session: Session
  readonly recipe: Recipe
  readonly step: RecipeStep
  readonly index: number
}) {
  const { t, operation, language } = useWords()
  const last = useRef({ key: '', time: 0 })
  const known = operations.get(step.operation)
  const own = t('recipe.adjusted')
  // Places and guesses to choose from are of one picture: a film moves under them.
  const isStill = session.original.kind !== 'video'
  const change = (key: string, value: string | number | boolean) => {
    const now = performance.now()
    const sameGesture = last.current.key === key && now - last.current.time < gestureMs
    last.current = { key, time: now }
    adjustRecipe(changeStep(recipe, index, { params: { ...step.params, [key]: value } }, own), sameGesture)
  }
  return (
    <Card
      title={operation(step.operation)}
      aside={
        <span className={styles.aside}>
          <IconButton
            icon={Trash2}
            label={t('recipe.remove')}
            onPress={() => {
              editRecipe(removeStep(recipe, index, own))
              openStep(null)
            }}
            small
          />
          <IconButton icon={X} label={t('common.close')} onPress={() => openStep(null)} small />
        </span>
      }
    >
      {known ? (
        <div className={styles.form}>
          <p className={styles.summary}>{wordsOf(step.operation, language)?.summary}</p>
          {formFields(known.params).map((field) => (
            <ParamField
              key={field.key}
              field={field}
              params={step.params}
              words={wordsOf(step.operation, language)?.params[field.key]}
              onChange={(value) => change(field.key, value)}
            />
          ))}
          {isStill && 'variant' in known.params.shape && (
            <VariantStrip session={session} index={index} onChoose={(variant) => change('variant', variant)} />
          )}
          {isStill && takesHints(step.operation) && (
            <Button icon={Palette} onPress={switchHints}>
              {t('hints.title')}
            </Button>
          )}
          {isStill && isPainted(step.operation) && (
            <Button
              icon={Brush}
              onPress={() => {
                holdHints(false)
                takeBrush('scratch')
              }}
            >
              {t('brush.title')}
            </Button>
          )}
        </div>
      ) : (
        <p>{t('recipe.unknown')}</p>
      )}
    </Card>
  )
}
