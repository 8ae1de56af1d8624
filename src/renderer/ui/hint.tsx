import type { ReactElement } from 'react'
import { Tooltip, TooltipTrigger } from 'react-aria-components'
import styles from './hint.module.css'
import { Keys } from './keys.tsx'

interface HintProps {
  readonly text: string
  readonly shortcut?: string | undefined
  readonly children: ReactElement
}

/** What a control is for and its shortcut, on hover and on focus. */
export function Hint({ text, shortcut, children }: HintProps) {
  return (
    <TooltipTrigger delay={500} closeDelay={80}>
      {children}
      <Tooltip className={styles.hint} offset={6}>
        {text}
        {shortcut && <Keys of={shortcut} />}
      </Tooltip>
    </TooltipTrigger>
  )
}
