import { create } from 'zustand'

export const useDescribe = create<{ readonly ids: readonly string[] | null }>(() => ({ ids: null }))

export const describePictures = (ids: readonly string[]): void => {
  if (ids.length > 0) useDescribe.setState({ ids })
}
export const closeDescribe = (): void => useDescribe.setState({ ids: null })
