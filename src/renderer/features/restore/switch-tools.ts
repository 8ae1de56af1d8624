import { takeBrush, toggleBrush, useBrush } from './brush-store.ts'
import { zoomTo } from './canvas-store.ts'
import { holdHints, isHinting } from './hint-store.ts'
import { setPreview, usePreviewSwitch } from './preview-store.ts'
import { screenActions } from './screen-actions.ts'

/** A preview is one pixel of the result for one of the screen: from further away it would show nothing. */
export function switchPreview(): void {
  const isOn = !usePreviewSwitch.getState().isOn
  setPreview(isOn)
  if (isOn) zoomTo(screenActions.actualScale(), 'at-least')
}

const focusPicture = () => document.querySelector<HTMLElement>('[data-pane]')?.focus()

/** The brush is moved with the arrow keys at once: the picture takes the focus. */
export function switchBrush(): void {
  holdHints(false)
  toggleBrush()
  if (useBrush.getState().kind !== null) focusPicture()
}

/** Known colours in hand or put away; only one tool is in hand. */
export function switchHints(): void {
  const isOn = !isHinting()
  takeBrush(null)
  holdHints(isOn)
  if (isOn) focusPicture()
}
