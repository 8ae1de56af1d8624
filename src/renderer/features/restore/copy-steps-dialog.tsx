import { useEffect, useState } from 'react'
import type { Recipe } from '../../../shared/recipe.ts'
import { useWords } from '../../state/use-words.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SwitchField } from '../../ui/switch-field.tsx'
import { closeCopySteps, useCopySteps } from './copy-steps-store.ts'
import { copyRecipe } from './use-recipe-clipboard.ts'

/** Which steps of a recipe go to the clipboard: a whole album may want the colours of one picture, not its crop. */
export function CopyStepsDialog() {
  const { t } = useWords()
  const recipe = useCopySteps((state) => state.recipe)
  // What was asked about stays while the dialog fades out.
  const [shown, setShown] = useState<Recipe | null>(null)
  const [left, setLeft] = useState<ReadonlySet<number>>(new Set())
  useEffect(() => {
    if (!recipe) return
    setShown(recipe)
    setLeft(new Set())
  }, [recipe])
  const chosen = shown?.steps.filter((_, index) => !left.has(index)) ?? []
  const copy = () => {
    if (!shown) return
    closeCopySteps()
    copyRecipe({ ...shown, steps: chosen, ...(left.size > 0 && { name: t('recipe.adjusted') }) })
  }
  return (
    <Dialog
      title={t('recipe.copySteps')}
      isOpen={recipe !== null}
      onClose={closeCopySteps}
      actions={
        <>
          <Button onPress={closeCopySteps}>{t('common.cancel')}</Button>
          <Button look="primary" isDisabled={chosen.length === 0} onPress={copy}>
            {t('recipe.copyCount', { count: chosen.length })}
          </Button>
        </>
      }
    >
      <p>{t('recipe.copyStepsHelp')}</p>
      {shown && <Steps recipe={shown} left={left} onChange={setLeft} />}
    </Dialog>
  )
}

interface StepsProps {
  readonly recipe: Recipe
  /** Indices of the steps that are not copied. */
  readonly left: ReadonlySet<number>
  readonly onChange: (left: ReadonlySet<number>) => void
}

function Steps({ recipe, left, onChange }: StepsProps) {
  const { t, operation } = useWords()
  return recipe.steps.map((step, index) => (
    <SwitchField
      // biome-ignore lint/suspicious/noArrayIndexKey: a recipe may hold the same operation twice
      key={index}
      label={operation(step.operation) + (step.enabled ? '' : t('recipe.isOff'))}
      value={!left.has(index)}
      onChange={(isCopied) => onChange(without(left, index, isCopied))}
    />
  ))
}

function without(left: ReadonlySet<number>, index: number, isCopied: boolean): ReadonlySet<number> {
  const next = new Set(left)
  if (isCopied) next.delete(index)
  else next.add(index)
  return next
}
