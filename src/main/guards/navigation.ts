/** The page's origin: a scheme of our own, so that nothing else on the computer shares it. */
export const appOrigin = 'app://studio'
export const appAddress = `${appOrigin}/`

export type Navigation = 'stay' | 'outside' | 'refuse'

/** True for addresses of our own page and its assets, and for nothing that merely looks like them. */
export function isOurs(address: string): boolean {
  const url = parse(address)
  return (
    url?.protocol === 'app:' && url.host === 'studio' && url.username === '' && url.password === '' && url.port === ''
  )
}

/**
 * Where a window may go: `stay` inside the studio, `outside` to the user's browser (still to pass the host list of
 * `external-links.ts`), or nowhere. An asset is no page: navigating to one would replace the studio by a picture.
 */
export function decideNavigation(address: string): Navigation {
  const url = parse(address)
  if (!url) return 'refuse'
  if (isOurs(address)) return url.pathname.startsWith('/asset/') ? 'refuse' : 'stay'
  return url.protocol === 'https:' ? 'outside' : 'refuse'
}

function parse(address: string): URL | undefined {
  return URL.canParse(address) ? new URL(address) : undefined
}
