import type { LucideIcon } from 'lucide-react'
import { Columns2, Eye, Maximize, Minus, Plus, Scan, Sparkle, SquareSplitHorizontal } from 'lucide-react'
import { Button, ToggleButton, ToggleButtonGroup } from 'react-aria-components'
import { useWords } from '../../state/use-words.ts'
import { Hint } from '../../ui/hint.tsx'
import { Icon } from '../../ui/icon.tsx'
import styles from './canvas.module.css'
import {
  type CompareMode,
  setMode,
  setPeek,
  toggleInvented,
  useCanvas,
  zoomActual,
  zoomBy,
  zoomFit,
} from './canvas-store.ts'
import { BrushTool, PreviewTool } from './canvas-tools.tsx'
import { usePreviewSwitch } from './preview-store.ts'
import type { Session } from './use-session.ts'
import { scaleOf } from './viewport.ts'

const zoomStep = 1.25

/** How the picture is looked at. It has its own place below the picture and never lies over it. */
export function ToolStrip({ session }: { readonly session: Session }) {
  const { t } = useWords()
  const isPreviewed = usePreviewSwitch((state) => state.isOn)
  return (
    <div className={styles.strip} role="toolbar" aria-label={t('canvas.tools')}>
      <PreviewTool session={session} />
      <BrushTool session={session} />
      <span className={styles.rule} aria-hidden="true" />
      {isPreviewed && !session.version && <CompareTools />}
      {session.version && (
        <>
          <CompareTools />
          <Peek />
          <Invented disabled={session.version.invention.asset === null} />
          <span className={styles.rule} aria-hidden="true" />
        </>
      )}
      <ZoomTools />
    </div>
  )
}

export function CompareTools({ isFilm }: { readonly isFilm?: boolean }) {
  const { t } = useWords()
  const mode = useCanvas((state) => state.mode)
  const choices: readonly { id: CompareMode; icon: LucideIcon; text: string }[] = [
    { id: 'split', icon: SquareSplitHorizontal, text: t('canvas.split') },
    { id: 'side', icon: Columns2, text: t('canvas.side') },
  ]
  return (
    <ToggleButtonGroup
      aria-label={t(isFilm ? 'canvas.compareFilm' : 'canvas.compare')}
      className={styles.group ?? ''}
      selectionMode="single"
      selectedKeys={[mode]}
      onSelectionChange={(keys) => setMode(([...keys][0] as CompareMode | undefined) ?? 'off')}
    >
      {choices.map(({ id, icon, text }) => (
        <Hint key={id} text={text} shortcut="Y">
          <ToggleButton id={id} className={styles.tool ?? ''} aria-label={text}>
            <Icon of={icon} />
            <span className={styles.words}>{text}</span>
          </ToggleButton>
        </Hint>
      ))}
    </ToggleButtonGroup>
  )
}

export function Peek({ isFilm }: { readonly isFilm?: boolean }) {
  const { t } = useWords()
  const label = t(isFilm ? 'canvas.peekFilm' : 'canvas.peek')
  return (
    <Hint text={label} shortcut="\">
      <Button
        className={styles.tool ?? ''}
        aria-label={label}
        onPressStart={() => setPeek(true)}
        onPressEnd={() => setPeek(false)}
      >
        <Icon of={Eye} />
        <span className={styles.words}>{t(isFilm ? 'film.original' : 'canvas.scan')}</span>
      </Button>
    </Hint>
  )
}

function Invented({ disabled }: { readonly disabled: boolean }) {
  const { t } = useWords()
  const shown = useCanvas((state) => state.showInvented)
  const label = t(disabled ? 'canvas.nothingInvented' : 'canvas.invented')
  return (
    <Hint text={label} shortcut="I">
      <ToggleButton
        className={`${styles.tool} ${styles.invented}`}
        aria-label={t('canvas.invented')}
        isSelected={shown && !disabled}
        isDisabled={disabled}
        onChange={toggleInvented}
      >
        <Icon of={Sparkle} />
        <span className={styles.words}>{t('canvas.inventedShort')}</span>
      </ToggleButton>
    </Hint>
  )
}

function ZoomTools() {
  const { t, percent } = useWords()
  const { view, frame, picture } = useCanvas()
  const scale = scaleOf(view, frame, picture) * (globalThis.devicePixelRatio || 1)
  const tools = [
    { icon: Maximize, text: t('canvas.fit'), shortcut: 'CmdOrCtrl+0', run: zoomFit },
    { icon: Scan, text: t('canvas.actual'), shortcut: 'Z', run: zoomActual },
    { icon: Minus, text: t('canvas.zoomOut'), shortcut: 'CmdOrCtrl+-', run: () => zoomBy(1 / zoomStep) },
    { icon: Plus, text: t('canvas.zoomIn'), shortcut: 'CmdOrCtrl+Plus', run: () => zoomBy(zoomStep) },
  ]
  return (
    <div className={styles.group}>
      {tools.map(({ icon, text, shortcut, run }, index) => (
        <span key={text} className={styles.group}>
          <Hint text={text} shortcut={shortcut}>
            <Button className={styles.tool ?? ''} aria-label={text} onPress={run}>
              {index === 1 ? '1:1' : <Icon of={icon} />}
            </Button>
          </Hint>
          {index === 2 && <span className={`${styles.tool} ${styles.zoom}`}>{percent(scale)}</span>}
        </span>
      ))}
    </div>
  )
}
