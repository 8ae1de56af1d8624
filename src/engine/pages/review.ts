import { existsSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import type { OriginalSummary } from '../../shared/entities.ts'
import type { Box } from '../../shared/pages.ts'
import type { Catalog } from '../catalog/catalog.ts'
import { cacheFile } from '../catalog/library.ts'
import { findAlike } from './alike.ts'
import { detectPhotos, type SmallPicture } from './detect.ts'
import { pairsByName } from './find-pairs.ts'

export interface Proposals {
  readonly pairs: { readonly front: OriginalSummary; readonly back: OriginalSummary }[]
  readonly alike: { readonly picture: OriginalSummary; readonly like: OriginalSummary; readonly distance: number }[]
  readonly pages: { readonly page: OriginalSummary; readonly photos: number }[]
}

/** So many thumbnails are looked at for several photos; a family scans an evening's worth of pages at a time. */
const PAGES_LOOKED_AT = 500

/** What pictures that were just added suggest. Nothing is done: the user decides. */
export async function propose(catalog: Catalog, ids: readonly string[]): Promise<Proposals> {
  const fresh = catalog.listing.summaries(ids).filter((each) => each.backs === 0)
  const summary = (id: string) => catalog.listing.summaries([id])[0]
  const isBack = catalog.db.prepare('SELECT 1 FROM originals WHERE id = ? AND is_back = 1').pluck()
  const single = fresh.filter(({ id }) => isBack.get(id) === undefined)
  const pairs = pairsByName(single).flatMap(({ front, back }) => {
    const [a, b] = [summary(front), summary(back)]
    return a && b ? [{ front: a, back: b }] : []
  })
  const looks = catalog.db.prepare<[], { id: string; looks: string }>(
    'SELECT id, looks FROM originals WHERE looks IS NOT NULL AND is_back = 0',
  )
  const looked = catalog.db.prepare<[string], string | null>('SELECT looks FROM originals WHERE id = ?').pluck()
  const hashed = single.flatMap(({ id }) => {
    const hash = looked.get(id)
    return hash ? [{ id, looks: hash }] : []
  })
  const alike = findAlike(hashed, looks.iterate()).flatMap(({ id, like, distance }) => {
    const [picture, other] = [summary(id), summary(like)]
    return picture && other ? [{ picture, like: other, distance }] : []
  })
  const pages: Proposals['pages'] = []
  for (const page of single.filter((each) => each.children === 0).slice(0, PAGES_LOOKED_AT)) {
    const boxes = await boxesOf(catalog, page.id)
    if (boxes.length > 1) pages.push({ page, photos: boxes.length })
  }
  return { pairs, alike, pages }
}

/** Boxes around the photos of a page, in its own pixels, found on its thumbnail. */
export async function boxesOf(catalog: Catalog, id: string): Promise<Box[]> {
  const { sha256, width } = catalog.originals.need(id)
  const file = join(catalog.library.root, cacheFile('thumb', sha256))
  if (!existsSync(file)) return []
  const { data, info } = await sharp(file)
    .flatten({ background: '#fff' })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const small: SmallPicture = { width: info.width, height: info.height, data: new Uint8Array(data) }
  const boxes = detectPhotos(small)
  const scale = width / info.width
  return boxes.map((box) => ({
    x: box.x * scale,
    y: box.y * scale,
    // Half a pixel of the thumbnail on each side is bed as often as it is photo.
    width: (box.width - 1) * scale,
    height: (box.height - 1) * scale,
    angle: Math.abs(box.angle) < 0.4 ? 0 : box.angle,
  }))
}
