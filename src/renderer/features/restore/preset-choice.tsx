import { ChevronDown } from 'lucide-react'
import { Button as AriaButton } from 'react-aria-components'
import { filmPresetRecipe } from '../../../operations/film-presets.ts'
import { presetRecipe } from '../../../operations/presets.ts'
import { filmPresetNames, isFilmPreset, presetNames, type Recipe } from '../../../shared/recipe.ts'
import { useWords } from '../../state/use-words.ts'
import buttonStyles from '../../ui/button.module.css'
import { Icon } from '../../ui/icon.tsx'
import { Menu, type MenuEntry } from '../../ui/menu.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { damageEntries, damageRecipeOf } from './damage-presets.ts'
import { editRecipe, openStep } from './editor-store.ts'
import styles from './findings-card.module.css'
import { filmPresetOf, presetOf, sameSteps, stepsOnly } from './recipes.ts'
import { pastedRecipe } from './strokes-in-recipe.ts'
import type { Session } from './use-session.ts'

/** What is painted belongs to the picture, not to the preset. */
function take(recipe: Recipe, draft: Recipe | undefined): void {
  openStep(null)
  editRecipe(pastedRecipe(recipe, draft))
}

/** How strongly to act on what was found; or a recipe for those who know what is wrong. */
export function PhotoPresets({ session: { analysis, draft } }: { readonly session: Session }) {
  const { t } = useWords()
  const chosen = draft && damageEntries(t).find(({ id }) => sameRecipe(draft, damageRecipeOf(id)))
  return (
    <>
      <Segmented
        label={t('preset.label')}
        value={analysis && draft ? presetOf(draft, analysis) : null}
        isDisabled={!analysis}
        options={presetNames.map((name) => ({ value: name, text: t(`preset.${name}`) }))}
        onChange={(name) => analysis && take(presetRecipe(name, analysis, analysis.findings), draft)}
      />
      <Others
        label={t('damage.label')}
        text={chosen ? t('damage.chosen', { name: chosen.text }) : t('damage.label')}
        entries={damageEntries(t)}
        onAction={(id) => {
          const recipe = damageRecipeOf(id)
          if (recipe) take(recipe, draft)
        }}
      />
    </>
  )
}

/** What the film was taken on, and what that means for it; or how strongly to act, whatever it was. */
export function FilmPresets({ session: { analysis, draft } }: { readonly session: Session }) {
  const { t } = useWords()
  const active = analysis && draft ? filmPresetOf(draft, analysis) : null
  const kind = active !== null && isFilmPreset(active) ? active : null
  const strength = presetNames.find((name) => name === active)
  return (
    <>
      <Segmented
        label={t('filmPreset.label')}
        value={kind}
        isDisabled={!analysis}
        options={filmPresetNames.map((name) => ({ value: name, text: t(`filmPreset.${name}.short`) }))}
        onChange={(name) => analysis && take(filmPresetRecipe(name, analysis), draft)}
      />
      {kind && <p className={styles.help}>{t(`filmPreset.${kind}.help`)}</p>}
      <Others
        label={t('filmPreset.byStrength')}
        text={strength ? t('filmPreset.chosen', { name: t(`preset.${strength}`) }) : t('filmPreset.byStrength')}
        entries={presetNames.map((name) => ({ id: name, text: t(`preset.${name}`), note: t(`preset.${name}.help`) }))}
        onAction={(id) => {
          const name = presetNames.find((each) => each === id)
          if (name && analysis) take(filmPresetRecipe(name, analysis), draft)
        }}
      />
    </>
  )
}

interface OthersProps {
  readonly label: string
  readonly text: string
  readonly entries: MenuEntry[]
  readonly onAction: (id: string) => void
}

function Others({ label, text, entries, onAction }: OthersProps) {
  return (
    <Menu
      label={label}
      trigger={
        <AriaButton className={`${buttonStyles.button} ${buttonStyles.quiet} ${styles.byDamage}`}>
          {text}
          <Icon of={ChevronDown} small />
        </AriaButton>
      }
      entries={entries}
      onAction={onAction}
    />
  )
}

/** What is painted belongs to the picture, not to the recipe. */
function sameRecipe(draft: Recipe, recipe: Recipe | undefined): boolean {
  return recipe !== undefined && sameSteps(stepsOnly(draft), recipe)
}
