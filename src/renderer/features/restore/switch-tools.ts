import { toggleBrush, useBrush } from './brush-store.ts'
import { zoomTo } from './canvas-store.ts'
import { setPreview, usePreviewSwitch } from './preview-store.ts'
import { screenActions } from './screen-actions.ts'

/** A preview is one pixel of the result for one of the screen: from further away it would show nothing. */
export function switchPreview(): void {
  const isOn = !usePreviewSwitch.getState().isOn
  setPreview(isOn)
  if (isOn) zoomTo(screenActions.actualScale(), 'at-least')
}

/** The brush is moved with the arrow keys at once: the picture takes the focus. */
export function switchBrush(): void {
  toggleBrush()
  if (useBrush.getState().kind !== null) document.querySelector<HTMLElement>('[data-pane]')?.focus()
}
