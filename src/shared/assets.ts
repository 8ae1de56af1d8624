/**
 * Assets are what a page may fetch below `/asset/`: an address, never a path.
 *   thumb/<original id>, view/<original id>, full/<original id>      of an original
 *   r-thumb|r-view|r-full|r-map/<restoration id>                      of a restoration
 *   export/<file name>                                               of the library's Exports folder, as a download
 */
export const assetKinds = ['thumb', 'view', 'full', 'r-thumb', 'r-view', 'r-full', 'r-map', 'export'] as const
export type AssetKind = (typeof assetKinds)[number]

export const assetAddress = (kind: AssetKind, key: string): string => `${kind}/${encodeURIComponent(key)}`

/** The parts of an address, or undefined when it is none. */
export function parseAsset(address: string): { kind: AssetKind; key: string } | undefined {
  const slash = address.indexOf('/')
  const kind = assetKinds.find((known) => known === address.slice(0, slash))
  if (!kind) return undefined
  try {
    const key = decodeURIComponent(address.slice(slash + 1))
    return key === '' || key.includes('/') || key.includes('\\') || key.includes('\0') ? undefined : { kind, key }
  } catch {
    return undefined
  }
}
