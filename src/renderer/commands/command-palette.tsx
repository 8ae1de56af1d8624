import { useState } from 'react'
import {
  Autocomplete,
  Dialog,
  Input,
  Menu,
  MenuItem,
  Modal,
  ModalOverlay,
  SearchField,
  useFilter,
} from 'react-aria-components'
import { useWords } from '../state/use-words.ts'
import dialog from '../ui/dialog.module.css'
import { Icon } from '../ui/icon.tsx'
import { Keys } from '../ui/keys.tsx'
import { allCommands, runCommand, shortcutOf } from './all-commands.ts'
import styles from './commands.module.css'
import { showPalette, useCommands } from './commands-store.ts'

/** Every command by its name. */
export function CommandPalette() {
  const { t } = useWords()
  const isOpen = useCommands((state) => state.palette)
  return (
    <ModalOverlay className={`${dialog.scrim} ${styles.high}`} isOpen={isOpen} onOpenChange={showPalette} isDismissable>
      <Modal className={`${dialog.modal} ${styles.palette}`}>
        <Dialog aria-label={t('command.palette')} className={styles.paletteDialog ?? ''}>
          <PaletteList />
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

function PaletteList() {
  const { t } = useWords()
  const { contains } = useFilter({ sensitivity: 'base' })
  const [text, setText] = useState('')
  const commands = allCommands.filter(
    (command) => command.id !== 'palette' && command.id !== 'peek' && (command.enabled?.() ?? true),
  )
  return (
    <Autocomplete filter={contains} inputValue={text} onInputChange={setText}>
      <SearchField aria-label={t('command.palette')} className={styles.paletteSearch ?? ''} autoFocus>
        <Input placeholder={t('command.paletteHelp')} />
      </SearchField>
      <Menu
        aria-label={t('command.palette')}
        className={styles.paletteList ?? ''}
        renderEmptyState={() => <p className={styles.none}>{t('command.none')}</p>}
        onAction={(id) => {
          showPalette(false)
          // After the palette is gone: a command may move the focus or open a dialog.
          setTimeout(() => runCommand(String(id)), 0)
        }}
      >
        {commands.map((command) => (
          <MenuItem key={command.id} id={command.id} textValue={t(command.label)} className={styles.entry ?? ''}>
            {command.icon ? <Icon of={command.icon} small /> : <span className={styles.noIcon} />}
            <span>{t(command.label)}</span>
            <Shortcut of={command.id} />
          </MenuItem>
        ))}
      </Menu>
    </Autocomplete>
  )
}

function Shortcut({ of: id }: { readonly of: string }) {
  const shortcut = shortcutOf(id)
  return shortcut ? <Keys of={shortcut} /> : null
}
