import { ArrowLeft, ImageOff, PanelLeft } from 'lucide-react'
import { useEffect, useState } from 'react'
import { goToLibrary } from '../../state/route.ts'
import { useWords } from '../../state/use-words.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { Notice } from '../../ui/notice.tsx'
import { FilmView } from '../film/film-view.tsx'
import { BrushCard } from './brush-card.tsx'
import { Canvas } from './canvas.tsx'
import { FacesCard } from './faces-card.tsx'
import { FactsCard } from './facts-card.tsx'
import { FilmStrip } from './film-strip.tsx'
import { FindingsCard } from './findings-card.tsx'
import { HintCard } from './hint-card.tsx'
import { NotesPart } from './notes-part.tsx'
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
  useRecipeClipboard(session)
  useEffect(() => {
    if (!leftOpen) return undefined
    const onKeyDown = (event: KeyboardEvent) => event.key === 'Escape' && setLeftOpen(false)
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [leftOpen])
  return (
    <div className={styles.screen} data-left={leftOpen || undefined}>
      <aside className={styles.left} aria-label={t('restore.left')}>
        <header className={styles.title}>
          <IconButton icon={ArrowLeft} label={t('restore.goToLibrary')} shortcut="G" onPress={goToLibrary} small />
          <h1>{session.original.name}</h1>
        </header>
        <VersionsPart session={session} />
        <RecipePart session={session} />
        <NotesPart session={session} />
      </aside>
      <main className={styles.centre} aria-label={session.original.name}>
        <span className={styles.opener}>
          <IconButton
            icon={PanelLeft}
            label={t('restore.left')}
            pressed={leftOpen}
            onPress={() => setLeftOpen(!leftOpen)}
          />
        </span>
        {isFilm ? <FilmView session={session} /> : <Canvas session={session} />}
        <FilmStrip id={session.original.id} />
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
    </div>
  )
}
