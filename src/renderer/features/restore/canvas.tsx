// biome-ignore-all lint/a11y/useSemanticElements: a pane is no set of form fields
import { useEffect, useLayoutEffect, useRef } from 'react'
import { useWords } from '../../state/use-words.ts'
import { assetUrl } from '../../transport/services.ts'
import styles from './canvas.module.css'
import { useCanvasInput } from './canvas-input.ts'
import { type CompareMode, setFrame, showPicture, useCanvas } from './canvas-store.ts'
import { Divider } from './divider.tsx'
import { PictureLayer } from './picture-layer.tsx'
import { ToolStrip } from './tool-strip.tsx'
import type { Session } from './use-session.ts'
import { versionName } from './version-name.ts'
import { type Box, boxOf, visibleSpan } from './viewport.ts'

/** The picture, the scan or a version or both, and the strip of tools below it. */
export function Canvas({ session }: { readonly session: Session }) {
  const { original, version } = session
  const { mode, peek } = useCanvas()
  const lastId = useRef<string | undefined>(undefined)
  const width = version?.width ?? original.width
  const height = version?.height ?? original.height
  useLayoutEffect(() => {
    showPicture({ width: Math.max(1, width), height: Math.max(1, height) }, lastId.current !== original.id)
    lastId.current = original.id
  }, [original.id, width, height])

  const shownMode: CompareMode = version && !peek ? mode : 'off'
  return (
    <>
      <div className={styles.panes} data-mode={shownMode}>
        <Pane session={session} mode={shownMode} showScan={!version || peek} />
        {shownMode === 'side' && <Pane session={session} mode="off" showScan={false} />}
      </div>
      <ToolStrip session={session} />
    </>
  )
}

interface PaneProps {
  readonly session: Session
  readonly mode: CompareMode
  readonly showScan: boolean
}

function Pane({ session, mode, showScan }: PaneProps) {
  const { t } = useWords()
  const frameRef = useRef<HTMLDivElement>(null)
  const { view, frame, picture, split, showInvented } = useCanvas()
  const input = useCanvasInput(frameRef)
  const { original, version } = session
  useFrameSize(frameRef)

  const box = boxOf(view, frame, picture)
  const span = visibleSpan(box, frame)
  const divider = span.left + split * (span.right - span.left)
  const scanOnly = showScan || mode === 'side'
  const name = version ? versionName(version, t) : t('canvas.scan')
  const cut = mode === 'split' ? `inset(0 ${Math.max(0, box.left + box.width - divider)}px 0 0)` : undefined
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a focused picture is panned with the arrow keys
    <div ref={frameRef} className={styles.pane} role="group" tabIndex={0} aria-label={t('canvas.label')} {...input}>
      {frame.width > 0 && (
        <>
          {!scanOnly && version && (
            <PictureLayer
              box={box}
              picture={version}
              alt={t('canvas.versionAlt', { name: original.name, version: name })}
            >
              {showInvented && version.invention.asset && <InventedMap asset={version.invention.asset} />}
            </PictureLayer>
          )}
          {(scanOnly || mode === 'split') && (
            <PictureLayer box={box} picture={original} alt={t('canvas.scanAlt', { name: original.name })} clip={cut} />
          )}
          <Chips
            box={box}
            frameWidth={frame.width}
            left={scanOnly || mode === 'split' ? t('canvas.scan') : name}
            right={mode === 'split' ? name : undefined}
          />
          {mode === 'split' && <Divider at={divider} span={span} box={box} frame={frame} />}
        </>
      )}
    </div>
  )
}

const mapLayers = [0, 1, 2]

/** Where detail was invented: the map's light parts let the colour through. */
function InventedMap({ asset }: { readonly asset: string }) {
  const maskImage = `url("${assetUrl(asset)}")`
  return (
    <div className={styles.map} data-testid="invented-map">
      {mapLayers.map((layer) => (
        <span key={layer} style={{ maskImage }} />
      ))}
    </div>
  )
}

interface ChipsProps {
  readonly box: Box
  readonly frameWidth: number
  readonly left: string
  readonly right: string | undefined
}

function Chips({ box, frameWidth, left, right }: ChipsProps) {
  const top = Math.max(0, box.top) + 12
  return (
    <>
      <span className={styles.chip} style={{ top, left: Math.max(0, box.left) + 12 }}>
        {left}
      </span>
      {right && (
        <span className={styles.chip} style={{ top, right: Math.max(0, frameWidth - box.left - box.width) + 12 }}>
          {right}
        </span>
      )}
    </>
  )
}

function useFrameSize(frame: React.RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = frame.current
    if (!element) return undefined
    const read = () => setFrame({ width: element.clientWidth, height: element.clientHeight })
    read()
    const sizes = new ResizeObserver(read)
    sizes.observe(element)
    return () => sizes.disconnect()
  }, [frame])
}
