/**
 * Assets are what a page may fetch below `/asset/`: an address, never a path.
 *   thumb/<original id>, view/<original id>, full/<original id>      of an original
 *   r-thumb|r-view|r-full|r-map/<restoration id>                      of a restoration
 *   tile|r-tile/<id>.<level>.<column>.<row>                          of the pyramid of either, once `photo.pyramid` made it
 *   film|r-film/<id>                                                 a copy of a film that plays, once `film.playable` made it
 *   p-film/<preview id>                                              the same of a preview that `film.preview` made
 *   preview/<name>                                                   of a region or a piece, as a method named it
 *   export/<file name>                                               of the library's Exports folder, as a download
 */
export const assetKinds = [
  'thumb',
  'view',
  'full',
  'tile',
  'r-thumb',
  'r-view',
  'r-full',
  'r-tile',
  'r-map',
  'film',
  'r-film',
  'p-film',
  'preview',
  'export',
] as const
export type AssetKind = (typeof assetKinds)[number]

export const assetAddress = (kind: AssetKind, key: string): string => `${kind}/${encodeURIComponent(key)}`

/** @param level 0 is one tile for all of the picture */
export const tileAddress = (kind: 'tile' | 'r-tile', id: string, level: number, column: number, row: number): string =>
  assetAddress(kind, `${id}.${level}.${column}.${row}`)

export interface TileKey {
  readonly id: string
  readonly level: number
  readonly column: number
  readonly row: number
}

/** The parts of a tile's key, or undefined when it is none. */
export function parseTileKey(key: string): TileKey | undefined {
  const [, id, level, column, row] = /^(.+)\.(\d{1,2})\.(\d{1,4})\.(\d{1,4})$/.exec(key) ?? []
  if (id === undefined) return undefined
  return { id, level: Number(level), column: Number(column), row: Number(row) }
}

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
