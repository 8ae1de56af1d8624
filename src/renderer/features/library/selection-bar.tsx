import { ChevronDown, Trash2, Upload, WandSparkles, X } from 'lucide-react'
import { Button as AriaButton } from 'react-aria-components'
import { presetNames } from '../../../shared/recipe.ts'
import { useWords } from '../../state/use-words.ts'
import buttonStyles from '../../ui/button.module.css'
import { Button, IconButton } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Menu } from '../../ui/menu.tsx'
import { openExport } from '../export/export-store.ts'
import { restoreMany } from '../restore/restore-many.ts'
import { askToRemove } from './remove-store.ts'
import styles from './selection-bar.module.css'
import { unselectAll, useSelection } from './selection-store.ts'

/** Takes the place of the header while pictures are selected; says how many an action will touch. */
export function SelectionBar() {
  const { t, number } = useWords()
  const selected = useSelection((state) => state.selected)
  const ids = () => [...selected]
  const count = selected.size
  const shown = number(count)
  return (
    <section className={styles.bar} aria-label={t('selection.bar')}>
      <IconButton icon={X} label={t('selection.clear')} shortcut="Escape" onPress={unselectAll} />
      <h1 className={styles.count} aria-live="polite">
        {t('selection.count', { count, shown })}
      </h1>
      <div className={styles.actions}>
        <Button look="quiet" icon={Trash2} onPress={() => askToRemove(ids())}>
          {t('selection.remove')}
        </Button>
        <Button icon={Upload} onPress={() => openExport({ originals: ids() })}>
          {t('selection.export', { count, shown })}
        </Button>
        <Menu
          label={t('selection.restoreHow')}
          trigger={
            <AriaButton className={`${buttonStyles.button} ${buttonStyles.primary}`}>
              <Icon of={WandSparkles} small />
              {t('selection.restore', { count, shown })}
              <Icon of={ChevronDown} small />
            </AriaButton>
          }
          entries={presetNames.map((name) => ({ id: name, text: t(`preset.${name}`), note: t(`preset.${name}.help`) }))}
          onAction={(name) => {
            const preset = presetNames.find((each) => each === name)
            if (preset) void restoreMany(ids(), preset)
            unselectAll()
          }}
        />
      </div>
    </section>
  )
}
