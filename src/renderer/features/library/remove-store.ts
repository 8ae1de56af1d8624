import { create } from 'zustand'

export const useRemove = create<{ readonly ids: readonly string[]; readonly isOpen: boolean }>(() => ({
  ids: [],
  isOpen: false,
}))

export const askToRemove = (ids: readonly string[]): void => {
  if (ids.length > 0) useRemove.setState({ ids, isOpen: true })
}

export const closeRemove = (): void => useRemove.setState({ isOpen: false })
