import { useRoute } from '../state/route.ts'

/** A picture or film is on the Restore screen. */
export const isPictureOpen = (): boolean => {
  const { screen, openId } = useRoute.getState()
  return screen === 'restore' && openId !== null
}
