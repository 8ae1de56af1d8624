import { useWords } from '../state/use-words.ts'
import { Dialog } from '../ui/dialog.tsx'
import { SwitchField } from '../ui/switch-field.tsx'
import { allCommands } from './all-commands.ts'
import type { CommandGroup } from './command.ts'
import styles from './commands.module.css'
import { setSingleKeys, showSheet, useCommands } from './commands-store.ts'
import { ShortcutLine } from './shortcut-line.tsx'

const groups: readonly CommandGroup[] = ['file', 'go', 'select', 'describe', 'restore', 'view', 'help']

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
                  <ShortcutLine key={command.id} command={command} />
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
