import { create } from 'zustand'

export type Screen = 'library' | 'restore' | 'models'

export interface Route {
  readonly screen: Screen
  /** The picture on the Restore screen, or the one last there. */
  readonly openId: string | null
}

/** `#/restore/<id>` and `#/library`: a reloaded page is where it was. */
export function parseRoute(hash: string): Route {
  const [, screen, key] = /^#\/(library|restore|models)(?:\/([^/?#]+))?$/.exec(hash) ?? []
  return { screen: isScreen(screen) ? screen : 'library', openId: key === undefined ? null : decode(key) }
}

const isScreen = (name: string | undefined): name is Screen => name === 'restore' || name === 'models'

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

export const formatRoute = ({ screen, openId }: Route): string =>
  openId === null ? `#/${screen}` : `#/${screen}/${encodeURIComponent(openId)}`

export const useRoute = create<Route>(() => parseRoute(globalThis.location?.hash ?? ''))

/** Puts the route into the address; Back and Forward of the mouse or browser work. */
export function followAddress(): () => void {
  const onHash = () => useRoute.setState(parseRoute(location.hash))
  window.addEventListener('hashchange', onHash)
  return () => window.removeEventListener('hashchange', onHash)
}

function go(route: Route): void {
  useRoute.setState(route)
  history.pushState(null, '', formatRoute(route))
}

export const goToLibrary = () => go({ screen: 'library', openId: useRoute.getState().openId })
export const goToModels = () => go({ screen: 'models', openId: useRoute.getState().openId })
export const goToRestore = (id: string | null = useRoute.getState().openId) => go({ screen: 'restore', openId: id })
