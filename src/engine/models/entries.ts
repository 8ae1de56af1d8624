import { operations } from '../../operations/index.ts'
import type { ModelCard } from '../../shared/model-card.ts'
import type { CatalogEntry, ModelEntry } from '../../shared/models.ts'
import { type Speeds, speedKey } from './speeds.ts'

/** Some step of this version runs it: by name, or because a model of its task may be named. */
const isUsable = (id: string, task: string): boolean =>
  [...operations.values()].some(({ models, accepts }) => models.includes(id) || accepts?.includes(task))

const both = (text: string) => ({ en: text, 'zh-CN': text })

/** A model that is here. What the catalog says of it is in both languages, what its card says in one. */
export function entryOfCard(card: ModelCard, speeds: Speeds, known: CatalogEntry | undefined): ModelEntry {
  const { provenance } = card
  const isKnown = known !== undefined && provenance?.kind === 'downloaded'
  return {
    id: card.id,
    name: card.name,
    state: provenance?.kind ?? 'built-in',
    task: card.task,
    architecture: card.architecture,
    scale: card.scale,
    parameters: card.parameters,
    bytes: card.bytes,
    sha256: card.sha256,
    licence: isKnown ? known.licence : { name: card.licence, nonCommercial: card.nonCommercial ?? false },
    goodFor: isKnown ? [known.goodFor] : card.goodFor.map(both),
    limits: card.limits,
    page: provenance?.page ?? null,
    sumStatedBy: isKnown ? (known.download?.sumStatedBy ?? null) : null,
    files: provenance?.files.map(({ name, sha256 }) => ({ name, sha256 })) ?? [],
    byHand: null,
    usable: isUsable(card.id, card.task),
    secondsPerMegapixel: speeds[speedKey(card)] ?? null,
  }
}

/** A model that can be had. */
export function entryOfCatalog(entry: CatalogEntry): ModelEntry {
  const { id, name, task, architecture, licence, goodFor, page, download, byHand } = entry
  return {
    id,
    name,
    state: download ? 'available' : 'by-hand',
    task,
    architecture,
    scale: entry.finalScale ?? null,
    parameters: null,
    bytes: download?.bytes ?? null,
    sha256: download?.sha256 ?? null,
    licence,
    goodFor: [goodFor],
    limits: [],
    page,
    sumStatedBy: download?.sumStatedBy ?? null,
    files: [],
    byHand: byHand ?? null,
    usable: isUsable(id, task),
    secondsPerMegapixel: null,
  }
}
