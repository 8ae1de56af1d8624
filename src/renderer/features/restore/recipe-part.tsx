import { ArrowDown, ArrowUp, Copy, Eye, EyeOff, Plus, Redo2, Undo2 } from 'lucide-react'
import { useRef } from 'react'
import { operations } from '../../../operations/index.ts'
import type { Original } from '../../../shared/entities.ts'
import type { Recipe, RecipeStep } from '../../../shared/recipe.ts'
import { wordsOf } from '../../i18n.ts'
import { useWords } from '../../state/use-words.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import { takeBrush } from './brush-store.ts'
import { editRecipe, moveOpenStep, openStep, redo, undo, useEditor } from './editor-store.ts'
import { useFollowStep } from './follow-step.ts'
import { fieldValue, formFields, valueText } from './form-fields.ts'
import { holdHints } from './hint-store.ts'
import { hintsOf } from './hints-in-recipe.ts'
import styles from './recipe-part.module.css'
import { addStep, changeStep, missingOperations } from './recipes.ts'
import { brushKinds, mayMove, moveStep, strokesOf } from './strokes-in-recipe.ts'
import { switchHints } from './switch-tools.ts'
import { copyRecipe } from './use-recipe-clipboard.ts'
import type { Session } from './use-session.ts'

/** What will be done to the picture, step by step, in the order it is done. */
export function RecipePart({ session }: { readonly session: Session }) {
  const { t } = useWords()
  const { past, future } = useEditor()
  const { draft } = session
  return (
    <section className={styles.part} aria-label={t('recipe.title')}>
      <header className={styles.head}>
        <h2>{t('recipe.title')}</h2>
        <span className={styles.history}>
          <IconButton
            icon={Copy}
            label={t('recipe.copy')}
            shortcut="CmdOrCtrl+C"
            isDisabled={!draft}
            onPress={() => copyRecipe(draft)}
            small
          />
          <IconButton
            icon={Undo2}
            label={t('recipe.undo')}
            shortcut="CmdOrCtrl+Z"
            isDisabled={past.length === 0}
            onPress={undo}
            small
          />
          <IconButton
            icon={Redo2}
            label={t('recipe.redo')}
            shortcut="CmdOrCtrl+Shift+Z"
            isDisabled={future.length === 0}
            onPress={redo}
            small
          />
        </span>
      </header>
      {draft ? <Steps recipe={draft} kind={session.original.kind} /> : <SkeletonLines widths={[90, 82, 86]} />}
    </section>
  )
}

function Steps({ recipe, kind }: { readonly recipe: Recipe; readonly kind: Original['kind'] }) {
  const { t, operation } = useWords()
  const missing = missingOperations(recipe, kind)
  const own = t('recipe.adjusted')
  const list = useRef<HTMLOListElement>(null)
  const follow = useFollowStep(list, recipe.steps)
  return (
    <>
      {recipe.steps.length === 0 && <p className={styles.nothing}>{t('recipe.empty')}</p>}
      <ol ref={list} className={styles.steps}>
        {recipe.steps.map((step, index) => (
          <Step
            // biome-ignore lint/suspicious/noArrayIndexKey: a recipe may hold the same operation twice
            key={index}
            step={step}
            index={index}
            onToggle={() => editRecipe(changeStep(recipe, index, { enabled: !step.enabled }, own))}
            moves={([-1, 1] as const).filter((by) => mayMove(recipe, index, by))}
            onMove={(by) => {
              moveOpenStep(index, by)
              follow({ index: index + by, by })
              editRecipe(moveStep(recipe, index, by, own))
            }}
          />
        ))}
      </ol>
      <AreasLine recipe={recipe} />
      {missing.length > 0 && (
        <Menu
          label={t('recipe.add')}
          trigger={
            <Button look="quiet" icon={Plus}>
              {t('recipe.add')}
            </Button>
          }
          entries={missing.map(({ id }) => ({ id, text: operation(id) }))}
          onAction={(id) => {
            const chosen = operations.get(id)
            if (!chosen) return
            const added = addStep(recipe, chosen, own)
            editRecipe(added.recipe)
            openStep(added.index)
          }}
        />
      )}
    </>
  )
}

/** What is painted on the picture belongs to the recipe, and is seen in it. */
function AreasLine({ recipe }: { readonly recipe: Recipe }) {
  const { t } = useWords()
  const kinds = brushKinds.filter((kind) => strokesOf(recipe, kind).length > 0)
  const hints = hintsOf(recipe).length
  if (kinds.length === 0 && hints === 0) return null
  return (
    <ul className={styles.areas} aria-label={t('recipe.areas')}>
      {kinds.map((kind) => (
        <li key={kind}>
          <button
            type="button"
            className={styles.open}
            onClick={() => {
              holdHints(false)
              takeBrush(kind)
            }}
          >
            <span className={styles.name}>{t(`brush.kind.${kind}`)}</span>
            <span className={styles.value}>{t('brush.strokes', { count: strokesOf(recipe, kind).length })}</span>
          </button>
        </li>
      ))}
      {hints > 0 && (
        <li>
          <button type="button" className={styles.open} onClick={switchHints}>
            <span className={styles.name}>{t('hints.title')}</span>
            <span className={styles.value}>{t('hints.count', { count: hints })}</span>
          </button>
        </li>
      )}
    </ul>
  )
}

interface StepProps {
  readonly step: RecipeStep
  readonly index: number
  readonly onToggle: () => void
  /** Where it may go: only among steps of its own stage. */
  readonly moves: readonly (-1 | 1)[]
  readonly onMove: (by: -1 | 1) => void
}

function Step({ step, index, onToggle, moves, onMove }: StepProps) {
  const { t, operation } = useWords()
  const open = useEditor((state) => state.openStep === index)
  const title = operation(step.operation)
  return (
    <li className={styles.step} data-open={open || undefined} data-off={!step.enabled || undefined}>
      <IconButton
        icon={step.enabled ? Eye : EyeOff}
        label={t(step.enabled ? 'recipe.turnOff' : 'recipe.turnOn', { step: title })}
        pressed={step.enabled}
        onPress={onToggle}
        small
      />
      <button type="button" className={styles.open} aria-expanded={open} onClick={() => openStep(open ? null : index)}>
        <span className={styles.name}>{title}</span>
        <span className={styles.value}>{step.enabled ? <Value of={step} /> : t('recipe.off')}</span>
      </button>
      {moves.map((by) => (
        <IconButton
          key={by}
          data-move={by}
          icon={by < 0 ? ArrowUp : ArrowDown}
          label={t(by < 0 ? 'recipe.moveUp' : 'recipe.moveDown', { step: title })}
          onPress={() => onMove(by)}
          small
        />
      ))}
    </li>
  )
}

/** The first thing one can set: it is the one that matters. */
function Value({ of: step }: { readonly of: RecipeStep }) {
  const { language } = useWords()
  const known = operations.get(step.operation)
  const field = known && formFields(known.params)[0]
  if (!field) return null
  const value = fieldValue(field, step.params)
  if (typeof value === 'number' && field.control !== 'choice' && field.control !== 'toggle')
    return valueText(value, field, language)
  return wordsOf(step.operation, language)?.params[field.key]?.options?.[String(value)] ?? null
}
