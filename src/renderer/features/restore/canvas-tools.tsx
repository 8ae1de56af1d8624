import { Brush, ScanEye } from 'lucide-react'
import { ToggleButton } from 'react-aria-components'
import { useWords } from '../../state/use-words.ts'
import { Hint } from '../../ui/hint.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useBrush } from './brush-store.ts'
import styles from './canvas.module.css'
import { usePreviewSwitch } from './preview-store.ts'
import { switchBrush, switchPreview } from './switch-tools.ts'
import type { Session } from './use-session.ts'

/** Looks at what the recipe will do, before it is done. */
export function PreviewTool({ session }: { readonly session: Session }) {
  const { t } = useWords()
  const isOn = usePreviewSwitch((state) => state.isOn)
  return (
    <Hint text={t('preview.tool')} shortcut="V">
      <ToggleButton
        className={styles.tool ?? ''}
        aria-label={t('preview.tool')}
        isSelected={isOn}
        isDisabled={!session.draft || session.original.missing}
        onChange={switchPreview}
      >
        <Icon of={ScanEye} />
        <span className={styles.words}>{t('preview.chip')}</span>
      </ToggleButton>
    </Hint>
  )
}

export function BrushTool({ session }: { readonly session: Session }) {
  const { t } = useWords()
  const isOn = useBrush((state) => state.kind !== null)
  return (
    <Hint text={t('brush.tool')} shortcut="Q">
      <ToggleButton
        className={styles.tool ?? ''}
        aria-label={t('brush.tool')}
        isSelected={isOn}
        isDisabled={!session.draft}
        onChange={switchBrush}
      >
        <Icon of={Brush} />
        <span className={styles.words}>{t('brush.title')}</span>
      </ToggleButton>
    </Hint>
  )
}
