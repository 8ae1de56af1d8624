import { useEffect } from 'react'
import { I18nProvider } from 'react-aria-components'
import { CommandPalette } from '../commands/command-palette.tsx'
import { ShortcutSheet } from '../commands/shortcut-sheet.tsx'
import { useShortcuts } from '../commands/use-shortcuts.ts'
import { ExportDialog } from '../features/export/export-dialog.tsx'
import { DropTarget } from '../features/import/drop-target.tsx'
import { ReviewDialog } from '../features/import/review-dialog.tsx'
import { SplitDialog } from '../features/import/split-dialog.tsx'
import { AlbumDialog } from '../features/library/album-dialog.tsx'
import { DescribeDialog } from '../features/library/describe-dialog.tsx'
import { LibraryScreen } from '../features/library/library-screen.tsx'
import { RemoveDialog } from '../features/library/remove-dialog.tsx'
import { ModelsScreen } from '../features/models/models-screen.tsx'
import { followJobs } from '../features/queue/follow-jobs.ts'
import { QueueBar } from '../features/queue/queue-bar.tsx'
import { RestoreScreen } from '../features/restore/restore-screen.tsx'
import { useAppliedSettings } from '../features/settings/apply-settings.ts'
import { followChanges } from '../state/live-updates.ts'
import { followAddress, useRoute } from '../state/route.ts'
import { useWords } from '../state/use-words.ts'
import { Toasts } from '../ui/toasts.tsx'
import styles from './app.module.css'
import { ConnectionBanner } from './connection-banner.tsx'
import { followHost } from './follow-host.ts'
import { Refused } from './refused.tsx'
import { TopBar } from './top-bar.tsx'
import { useLinkStatus } from './use-link-status.ts'

export function App() {
  const { language } = useWords()
  return (
    <I18nProvider locale={language}>
      <Window />
    </I18nProvider>
  )
}

function Window() {
  const status = useLinkStatus()
  const { screen, openId } = useRoute()
  useAppliedSettings()
  useShortcuts()
  useEffect(() => {
    const stops = [followAddress(), followChanges(), followJobs(), followHost()]
    return () => {
      for (const stop of stops) stop()
    }
  }, [])

  if (status === 'refused') return <Refused />
  return (
    <div className={styles.window}>
      <TopBar />
      <div className={styles.screen}>
        {screen === 'library' && <LibraryScreen />}
        {screen === 'restore' && <RestoreScreen id={openId} />}
        {screen === 'models' && <ModelsScreen />}
        <ConnectionBanner status={status} />
        <Toasts />
      </div>
      <QueueBar />
      <ExportDialog />
      <ReviewDialog />
      <SplitDialog />
      <RemoveDialog />
      <AlbumDialog />
      <DescribeDialog />
      <CommandPalette />
      <ShortcutSheet />
      <DropTarget />
    </div>
  )
}
