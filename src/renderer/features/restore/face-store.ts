import { create } from 'zustand'

interface FaceState {
  /** Number of the face whose choices are open. */
  readonly open: number | null
  /** What may be chosen for it, in the order shown; set by the card while it shows them. */
  readonly choices: readonly (() => void)[]
}

export const useFaceChoice = create<FaceState>(() => ({ open: null, choices: [] }))

export const openFace = (open: number | null): void => useFaceChoice.setState({ open })

export const offerChoices = (choices: FaceState['choices']): void => useFaceChoice.setState({ choices })

const faceButtons = () => [...document.querySelectorAll<HTMLElement>('[data-face]')]
export const hasFaces = (): boolean => faceButtons().length > 0

/** To the faces, by key: the one that was open, or the first that may be chosen for. Tab goes on to the next. */
export function goToFaces(): void {
  const buttons = faceButtons()
  const { open } = useFaceChoice.getState()
  const index =
    open ??
    Math.max(
      0,
      buttons.findIndex((button) => button.dataset.limit === undefined),
    )
  openFace(index)
  buttons[index]?.focus()
}
