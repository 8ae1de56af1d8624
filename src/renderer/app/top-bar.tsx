import { FolderOpen, ImagePlus, Keyboard, Plus, Upload } from 'lucide-react'
import { runCommand, shortcutOf } from '../commands/all-commands.ts'
import { exportCurrent, hasExportable } from '../features/export/export-current.ts'
import { chooseFiles, chooseFolder } from '../features/import/choose.ts'
import { useSelection } from '../features/library/selection-store.ts'
import { useEditor } from '../features/restore/editor-store.ts'
import { SettingsPopover } from '../features/settings/settings-popover.tsx'
import { useOriginalIfOpen } from '../state/queries.ts'
import { goToLibrary, goToModels, goToRestore, useRoute } from '../state/route.ts'
import { useWords } from '../state/use-words.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Hint } from '../ui/hint.tsx'
import { Menu } from '../ui/menu.tsx'
import styles from './app.module.css'
import { SearchBox } from './search-box.tsx'

export function TopBar() {
  const { t } = useWords()
  return (
    <header className={styles.top}>
      <span className={styles.name}>Daguerre</span>
      <Tabs />
      <SearchBox />
      <div className={styles.actions}>
        <Menu
          label={t('command.import')}
          trigger={<Button icon={Plus}>{t('command.import')}</Button>}
          entries={[
            { id: 'files', text: t('command.importFiles'), icon: ImagePlus },
            { id: 'folder', text: t('command.importFolder'), icon: FolderOpen },
          ]}
          onAction={(id) => void (id === 'files' ? chooseFiles() : chooseFolder())}
        />
        <ExportButton />
        <IconButton
          icon={Keyboard}
          label={t('command.shortcuts')}
          shortcut={shortcutOf('shortcuts')}
          onPress={() => runCommand('shortcuts')}
        />
        <SettingsPopover />
      </div>
    </header>
  )
}

function Tabs() {
  const { t } = useWords()
  const screen = useRoute((state) => state.screen)
  const tabs = [
    { id: 'library', go: goToLibrary, shortcut: shortcutOf('go-to-library') },
    { id: 'restore', go: () => goToRestore(), shortcut: shortcutOf('go-to-restore') },
    { id: 'models', go: goToModels, shortcut: shortcutOf('go-to-models') },
  ] as const
  return (
    <nav className={styles.tabs} aria-label={t('tabs.label')}>
      {tabs.map(({ id, go }) => (
        <button
          key={id}
          type="button"
          className={styles.tab}
          aria-current={screen === id ? 'page' : undefined}
          onClick={go}
        >
          {t(`tabs.${id}`)}
        </button>
      ))}
    </nav>
  )
}

function ExportButton() {
  const { t } = useWords()
  // Read for the sake of rendering again: what Export means depends on all of these.
  useSelection((state) => state.selected)
  useEditor((state) => state.shown)
  useOriginalIfOpen()
  return (
    <Hint text={t('command.export')} shortcut={shortcutOf('export')}>
      <Button icon={Upload} isDisabled={!hasExportable()} onPress={exportCurrent}>
        {t('command.exportShort')}
      </Button>
    </Hint>
  )
}
