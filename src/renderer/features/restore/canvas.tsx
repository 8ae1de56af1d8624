// biome-ignore-all lint/a11y/useSemanticElements: a pane is no set of form fields
import { useLayoutEffect, useRef } from 'react'
import { useWords } from '../../state/use-words.ts'
import { useSize } from '../../ui/use-size.ts'
import { useBrushInput } from './brush-input.ts'
import { BrushLayer } from './brush-layer.tsx'
import { useBrush } from './brush-store.ts'
import styles from './canvas.module.css'
import { useCanvasInput } from './canvas-input.ts'
import { type CompareMode, setFrame, showPicture, useCanvas } from './canvas-store.ts'
import { Chips } from './chips.tsx'
import { Divider } from './divider.tsx'
import { useHintInput } from './hint-input.ts'
import { HintLayer } from './hint-layer.tsx'
import { useHints } from './hint-store.ts'
import { InventedMap } from './invented-map.tsx'
import { PictureLayer } from './picture-layer.tsx'
import { PreviewLayer } from './preview-layer.tsx'
import { usePreviewSwitch } from './preview-store.ts'
import { ToolStrip } from './tool-strip.tsx'
import { InventedSentence } from './truth-card.tsx'
import { useFrames } from './use-frames.ts'
import type { Session } from './use-session.ts'
import { versionName } from './version-name.ts'
import { boxOf, splitClips, visibleSpan } from './viewport.ts'

/** The picture, the scan or a version or both, and the strip of tools below it. */
export function Canvas({ session }: { readonly session: Session }) {
  const { original, version } = session
  const { mode, peek } = useCanvas()
  const isPreviewed = usePreviewSwitch((state) => state.isOn)
  const lastId = useRef<string | undefined>(undefined)
  const width = version?.width ?? original.width
  const height = version?.height ?? original.height
  useLayoutEffect(() => {
    showPicture({ width: Math.max(1, width), height: Math.max(1, height) }, lastId.current !== original.id)
    lastId.current = original.id
  }, [original.id, width, height])

  const shownMode: CompareMode = (version || isPreviewed) && !peek ? mode : 'off'
  return (
    <>
      <div className={styles.panes} data-mode={shownMode}>
        <Pane session={session} mode={shownMode} showBase={peek || shownMode === 'side'} />
        {shownMode === 'side' && <Pane session={session} mode="off" showBase={false} />}
      </div>
      <ToolStrip session={session} />
    </>
  )
}

interface PaneProps {
  readonly session: Session
  readonly mode: CompareMode
  /** The scan, or what it is compared with, alone. */
  readonly showBase: boolean
}

function Pane({ session, mode, showBase }: PaneProps) {
  const { t } = useWords()
  const frameRef = useRef<HTMLDivElement>(null)
  const { view, frame, picture, split, showInvented } = useCanvas()
  const isPainting = useBrush((state) => state.kind !== null)
  const isHinting = useHints((state) => state.isOn)
  const isPreviewed = usePreviewSwitch((state) => state.isOn)
  const brush = useBrushInput(session)
  const hints = useHintInput(session)
  const input = useCanvasInput(frameRef, isHinting ? hints : brush)
  useSize(frameRef, setFrame)

  const box = boxOf(view, frame, picture)
  const span = visibleSpan(box, frame)
  const divider = span.left + split * (span.right - span.left)
  const isSplit = mode === 'split'
  const names = useNames(session, isPreviewed)
  const showsAfter = !showBase && (session.version !== undefined || isPreviewed)
  return (
    <div
      ref={frameRef}
      className={styles.pane}
      role="group"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a focused picture is panned and painted on with the arrow keys
      tabIndex={0}
      aria-label={t(isPainting ? 'canvas.labelBrush' : isHinting ? 'canvas.labelHints' : 'canvas.label')}
      data-pane=""
      data-painting={isPainting || isHinting || undefined}
      {...input}
    >
      {frame.width > 0 && (
        <>
          <Layers session={session} mode={mode} showBase={showBase} divider={divider} />
          {!showBase && <PreviewLayer session={session} box={box} from={isSplit ? divider : 0} />}
          <BrushLayer session={session} box={box} frame={frame} />
          <HintLayer session={session} box={box} />
          <Chips
            box={box}
            frameWidth={frame.width}
            left={isSplit || !showsAfter ? names.base : names.after}
            right={isSplit ? names.after : undefined}
          />
          {showInvented && session.version && !showBase && (
            <p className={styles.note} role="status">
              <InventedSentence invention={session.version.invention} />
            </p>
          )}
          {isSplit && <Divider at={divider} span={span} box={box} frame={frame} />}
        </>
      )}
    </div>
  )
}

function Layers({ session, mode, showBase, divider }: PaneProps & { readonly divider: number }) {
  const { t } = useWords()
  const { view, frame, picture, showInvented } = useCanvas()
  const { toBase, fromBase } = useFrames(session)
  const { original, version, base } = session
  const box = boxOf(view, frame, picture)
  const cut = mode === 'split' && version ? splitClips(box, divider) : undefined
  const map = version?.invention.asset
  return (
    <>
      {version && !showBase && (
        <PictureLayer
          box={box}
          frame={frame}
          of="restoration"
          picture={version}
          alt={t('canvas.versionAlt', { name: original.name, version: versionName(version, t) })}
          clip={cut?.after}
        >
          {showInvented && map && <InventedMap asset={map} />}
        </PictureLayer>
      )}
      {(showBase || !version || mode === 'split') && (
        <PictureLayer
          box={box}
          frame={frame}
          of={base ? 'restoration' : 'original'}
          picture={base ?? original}
          alt={
            base
              ? t('canvas.versionAlt', { name: original.name, version: versionName(base, t) })
              : t('canvas.scanAlt', { name: original.name })
          }
          clip={cut?.before}
          map={toBase}
          place={fromBase}
        />
      )}
    </>
  )
}

/** What the two sides are called. */
function useNames({ version, base }: Session, isPreviewed: boolean): { base: string; after: string | undefined } {
  const { t } = useWords()
  const made = version ? versionName(version, t) : t('canvas.scan')
  // A preview has a mark of its own.
  return { base: base ? versionName(base, t) : t('canvas.scan'), after: isPreviewed ? undefined : made }
}
