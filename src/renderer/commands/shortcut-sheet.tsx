import { useWords } from '../state/use-words.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Keys } from '../ui/keys.tsx'
import { SwitchField } from '../ui/switch-field.tsx'
import { allCommands } from './all-commands.ts'
import type { CommandGroup } from './command.ts'
import styles from './commands.module.css'
import { setSingleKeys, showSheet, useCommands } from './commands-store.ts'
import { isSingleKey } from './shortcut.ts'

const groups: readonly CommandGroup[] = ['file', 'go', 'select', 'describe', 'restore', 'view', 'help']

/** The first, and one with a modifier for those who switch single keys off. */
function shownShortcuts(shortcuts: readonly string[] = []): readonly string[] {
  const [first, ...others] = shortcuts
  if (first === undefined) return []
  const other = isSingleKey(first) ? others.find((shortcut) => !isSingleKey(shortcut)) : undefined
  return other === undefined ? [first] : [first, other]
}

/** All shortcuts, as the commands state them. */
export function ShortcutSheet() {
  const { t } = useWords()
  const { sheet, singleKeys } = useCommands()
  return (
    <Dialog title={t('command.shortcuts')} isOpen={sheet} onClose={() => showSheet(false)} wide>
      <div className={styles.sheet}>
        {groups.map((group) => (
          <section key={group} className={styles.group}>
            <h3>{t(`commandGroup.${group}`)}</h3>
            <dl>
              {allCommands
                .filter((command) => command.group === group && command.shortcuts)
                .map((command) => (
                  <div key={command.id} className={styles.line}>
                    <dt>{t(command.label)}</dt>
                    <dd>
                      {shownShortcuts(command.shortcuts).map((shortcut) => (
                        <Keys key={shortcut} of={shortcut} />
                      ))}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
      <SwitchField
        label={t('command.singleKeys')}
        help={t('command.singleKeysHelp')}
        value={singleKeys}
        onChange={setSingleKeys}
      />
    </Dialog>
  )
}
