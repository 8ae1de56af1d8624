import i18next from 'i18next'
import { useEffect, useEffectEvent } from 'react'
import { operations } from '../../../operations/index.ts'
import { type Recipe, recipe } from '../../../shared/recipe.ts'
import { toast } from '../../ui/toast-store.ts'
import { useCanvas } from './canvas-store.ts'
import { askWhichSteps } from './copy-steps-store.ts'
import { editRecipe, openStep } from './editor-store.ts'
import { addStep, freshCopy } from './recipes.ts'
import { offerActions } from './screen-actions.ts'
import { pastedRecipe, recipeText } from './strokes-in-recipe.ts'
import { actualScale } from './use-preview.ts'
import type { Session } from './use-session.ts'

const tell = (key: 'recipe.copied' | 'recipe.notCopied' | 'recipe.pasted') => toast(i18next.t(key))

/** The recipe on the clipboard is the JSON that the command line reads, too. */
export function copyRecipe(draft: Recipe | undefined): void {
  if (!draft) return
  navigator.clipboard.writeText(recipeText(freshCopy(draft))).then(
    () => tell('recipe.copied'),
    () => tell('recipe.notCopied'),
  )
}

/** What was pasted, if it is a recipe; nothing else is taken for one. */
export function readRecipe(text: string): Recipe | undefined {
  try {
    return recipe.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

const cropping = 'crop-rotate'

function openCrop(draft: Recipe): void {
  const known = draft.steps.findIndex(({ operation }) => operation === cropping)
  const operation = operations.get(cropping)
  if (known >= 0) openStep(known)
  else if (operation) {
    const added = addStep(draft, operation, i18next.t('recipe.adjusted'))
    editRecipe(added.recipe)
    openStep(added.index)
  }
}

const writes = (target: EventTarget | null) =>
  target instanceof Element && target.closest('input, textarea, [contenteditable="true"]') !== null

/** What the screen offers to commands, and pasting: the browser's own event, which needs no permission. */
export function useRecipeClipboard(session: Session): void {
  const { draft } = session
  const paste = useEffectEvent((event: ClipboardEvent) => {
    if (writes(event.target)) return
    const pasted = readRecipe(event.clipboardData?.getData('text/plain') ?? '')
    if (!pasted) return
    event.preventDefault()
    openStep(null)
    editRecipe(pastedRecipe(pasted, draft))
    tell('recipe.pasted')
  })
  const scale = useEffectEvent(() => actualScale(session, useCanvas.getState().picture.width))
  const copy = useEffectEvent(() => copyRecipe(draft))
  const copySteps = useEffectEvent(() => askWhichSteps(draft))
  const crop = useEffectEvent(() => draft && openCrop(draft))
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => paste(event)
    window.addEventListener('paste', onPaste)
    const takeBack = offerActions({
      actualScale: () => scale(),
      copyRecipe: () => copy(),
      copySteps: () => copySteps(),
      crop: () => crop(),
    })
    return () => {
      window.removeEventListener('paste', onPaste)
      takeBack()
    }
  }, [])
  // The palette asks while it is drawn, when no event may be answered: hence a value.
  const hasSteps = (draft?.steps.length ?? 0) > 0
  useEffect(() => offerActions({ canCopySteps: () => hasSteps }), [hasSteps])
}
