const buttonsOf = () => [...document.querySelectorAll<HTMLElement>('[data-toasts] button')]
const isInToasts = () => document.activeElement?.closest('[data-toasts]') != null

let before: HTMLElement | undefined

export const hasToasts = (): boolean => buttonsOf().length > 0

/** To what was said last, by key, or back to where one was. */
export function goToToasts(): void {
  if (isInToasts()) {
    backFromToasts()
    return
  }
  const region = document.querySelector('[data-toasts] > :last-child')
  before = document.activeElement instanceof HTMLElement ? document.activeElement : undefined
  region?.querySelector<HTMLElement>('button')?.focus()
}

/** Where one was before, if one came by key: what has the focus is about to go. */
export function backFromToasts(): void {
  if (isInToasts() && before?.isConnected) before.focus()
  before = undefined
}
