import { ArrowLeft, ImageOff, Maximize2, Minimize2, PanelLeft } from 'lucide-react'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { goToLibrary } from '../../state/route.ts'
import { useWords } from '../../state/use-words.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { Notice } from '../../ui/notice.tsx'
import { FilmView } from '../film/film-view.tsx'
import { BrushCard } from './brush-card.tsx'
import { Canvas } from './canvas.tsx'
import { CopyStepsDialog } from './copy-steps-dialog.tsx'
import { FacesCard } from './faces-card.tsx'
import { FactsCard } from './facts-card.tsx'
import { FilmStrip } from './film-strip.tsx'
import { FindingsCard } from './findings-card.tsx'
import { HintCard } from './hint-card.tsx'
import { NotesPart } from './notes-part.tsx'
import { togglePanels, usePanels } from './panels-store.ts'
import { RecipePart } from './recipe-part.tsx'
import styles from './restore-screen.module.css'
import { RestoreSkeleton } from './restore-skeleton.tsx'
import { StepCard } from './step-card.tsx'
import { TruthCard } from './truth-card.tsx'
import { useRecipeClipboard } from './use-recipe-clipboard.ts'
import { type Session, useSession } from './use-session.ts'
import { VersionsPart } from './versions-part.tsx'

export function RestoreScreen({ id }: { readonly id: string | null }) {
  const { t } = useWords()
  if (id !== null) return <OpenPicture key={id} id={id} />
  return (
    <main className={styles.nothing} aria-label={t('tabs.restore')}>
      <Notice
        icon={ImageOff}
        title={t('restore.nothingOpen')}
        action={<Button onPress={goToLibrary}>{t('restore.goToLibrary')}</Button>}
      >
        {t('restore.nothingOpenHelp')}
      </Notice>
    </main>
  )
}

function OpenPicture({ id }: { readonly id: string }) {
  const { t } = useWords()
  const { session, error, retry } = useSession(id)
  if (error)
    return (
      <main className={styles.nothing} aria-label={t('tabs.restore')}>
        <FailureNotice error={error} kept={t('restore.failedKept')} onRetry={retry} />
      </main>
    )
  return session ? <Studio session={session} /> : <RestoreSkeleton />
}

function Studio({ session }: { readonly session: Session }) {
  const { t } = useWords()
  const [leftOpen, setLeftOpen] = useState(false)
  const isFilm = session.original.kind === 'video'
  const isAlone = usePanels((state) => state.isHidden)
  const centre = useRef<HTMLElement>(null)
  useFocusKept(centre, isAlone)
  useRecipeClipboard(session)
  useEffect(() => {
    if (!leftOpen) return undefined
    const onKeyDown = (event: KeyboardEvent) => event.key === 'Escape' && setLeftOpen(false)
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [leftOpen])
  return (
    <div className={styles.screen} data-left={leftOpen || undefined} data-alone={isAlone || undefined}>
      <aside className={styles.left} aria-label={t('restore.left')}>
        <header className={styles.title}>
          <IconButton icon={ArrowLeft} label={t('restore.goToLibrary')} shortcut="G" onPress={goToLibrary} small />
          <p>{session.original.name}</p>
          <IconButton icon={Maximize2} label={t('restore.hidePanels')} shortcut="L" onPress={togglePanels} small />
        </header>
        <VersionsPart session={session} />
        <RecipePart session={session} />
        <NotesPart session={session} />
      </aside>
      <main ref={centre} className={styles.centre} aria-label={session.original.name}>
        {/* Here, because the panel that shows the name may be hidden. */}
        <h1 className="out-of-sight">{session.original.name}</h1>
        <span className={styles.opener}>
          {isAlone ? (
            <IconButton icon={Minimize2} label={t('restore.showPanels')} shortcut="L" onPress={togglePanels} />
          ) : (
            <IconButton
              icon={PanelLeft}
              label={t('restore.left')}
              pressed={leftOpen}
              onPress={() => setLeftOpen(!leftOpen)}
            />
          )}
        </span>
        {isFilm ? <FilmView session={session} /> : <Canvas session={session} />}
        {!isAlone && <FilmStrip id={session.original.id} />}
      </main>
      <aside className={styles.right} aria-label={t('restore.right')}>
        {!isFilm && <BrushCard session={session} />}
        {!isFilm && <HintCard session={session} />}
        <FindingsCard session={session} />
        <StepCard session={session} />
        <FacesCard session={session} />
        <TruthCard session={session} />
        <FactsCard session={session} />
      </aside>
      <CopyStepsDialog />
    </div>
  )
}

/** Where the focus was in what is hidden now, it goes to the button that brings it back. */
function useFocusKept(centre: RefObject<HTMLElement | null>, isAlone: boolean): void {
  const before = useRef(isAlone)
  useEffect(() => {
    if (before.current === isAlone) return
    before.current = isAlone
    if (isAlone && document.activeElement?.checkVisibility() === false) centre.current?.querySelector('button')?.focus()
  }, [centre, isAlone])
}
