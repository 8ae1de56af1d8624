import type { Engine } from '../../shared/engine.ts'
import type { LabelKind } from '../../shared/gallery.ts'
import type { Handlers } from '../../shared/rpc/contract.ts'
import type { Catalog } from '../catalog/catalog.ts'
import { describer } from '../catalog/describe.ts'
import { facets } from '../catalog/facets.ts'
import { labelsTable } from '../catalog/labels.ts'
import { pairsTable } from '../catalog/pairs.ts'
import { explained } from '../catalog/sqlite-errors.ts'
import { inPortions } from './in-portions.ts'

type GalleryMethods =
  | 'catalog.timeline'
  | 'catalog.facets'
  | 'catalog.describe'
  | 'catalog.films'
  | Extract<keyof Engine, `labels.${string}` | `pairs.${string}`>

export function galleryHandlers({ catalog }: { readonly catalog: Catalog }): Pick<Handlers<Engine>, GalleryMethods> {
  const { db, originals } = catalog
  const labels = {
    tag: labelsTable(db, 'tag'),
    person: labelsTable(db, 'person'),
    place: labelsTable(db, 'place'),
  } satisfies Record<LabelKind, unknown>
  const facetsOf = facets(db)
  const describe = describer(db)
  const pairs = pairsTable(db, catalog.changes)
  /** Their searchable words name the label; one that is gone from the catalog by now is passed over. */
  const reword = (ids: readonly string[], signal: AbortSignal) =>
    inPortions(ids, signal, (some) => originals.reword(some.filter((id) => originals.find(id))))

  return {
    'catalog.timeline': (question) => explained(() => catalog.listing.timeline(question)),
    'catalog.facets': (question) => explained(() => facetsOf(question)),
    'catalog.films': async ({ ids }, { signal }) => {
      const films: string[] = []
      await inPortions(ids, signal, (some) => films.push(...some.filter((id) => originals.find(id)?.kind === 'video')))
      return films
    },
    'catalog.describe': ({ ids }) => explained(() => describe(ids)),
    'labels.list': ({ kind }) => explained(() => labels[kind].list()),
    'labels.change': async ({ kind, ids, add, remove }, { signal }) => {
      await inPortions(ids, signal, (some) => {
        labels[kind].take(some, remove)
        labels[kind].add(some, add)
      })
      await reword(ids, signal)
      return null
    },
    'labels.rename': async ({ kind, id, name }, { signal }) => {
      explained(() => labels[kind].rename(id, name))
      await reword(labels[kind].pictures(id), signal)
      return null
    },
    'labels.remove': async ({ kind, id }, { signal }) => {
      const had = labels[kind].pictures(id)
      explained(() => labels[kind].remove(id))
      await reword(had, signal)
      return null
    },
    'pairs.join': ({ front, back }) => {
      explained(() => pairs.join(front, back))
      return null
    },
    'pairs.part': ({ id }) => {
      explained(() => pairs.part(id))
      return null
    },
    'pairs.of': ({ id }) => explained(() => pairs.of(id)),
  }
}
