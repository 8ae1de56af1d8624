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

/** What has the focus is about to go: it returns to where one was, or to what the screen is about. */
export function backFromToasts(): void {
  const place = before?.isConnected && before !== document.body ? before : middleOfScreen()
  if (isInToasts()) place?.focus({ preventScroll: true })
  before = undefined
}

const middleOfScreen = (): HTMLElement | undefined =>
  ['[data-pane]', 'main [tabindex="0"]', 'main button']
    .flatMap((selector) => [...document.querySelectorAll<HTMLElement>(selector)])
    .find((element) => element.checkVisibility())
