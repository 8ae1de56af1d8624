import { createHash } from 'node:crypto'
import { existsSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import { type ModelCard, modelCard } from '../../shared/model-card.ts'

/** A model on disk: `file` is the ONNX graph its card speaks of. */
export interface StoredModel {
  readonly card: ModelCard
  readonly file: string
}

export interface ModelStore {
  /** Every readable card, by id. */
  list(): readonly ModelCard[]
  /** @throws AppError `model-missing`, or `model-broken` when its card cannot be read */
  find(id: string): StoredModel
  /**
   * The bytes of the graph, checked against the SHA-256 of the card: what was checked is what gets loaded.
   * @throws AppError `model-missing`, `model-broken`
   */
  read(id: string): Promise<Uint8Array>
}

type Entry = StoredModel | { readonly broken: string }

/**
 * Cards of all `<folder>/<id>/card.json`. The first folder that has an id wins: list the models we ship first, so that
 * none of the user's can stand in for one. Looks again when a folder has changed, so a model is there once installed.
 */
export function openModelStore(folders: readonly string[]): ModelStore {
  let entries: ReadonlyMap<string, Entry> = new Map()
  let seen = ''
  const current = (): ReadonlyMap<string, Entry> => {
    const stamp = folders.map(stampOf).join()
    if (stamp !== seen) [entries, seen] = [readEntries(folders), stamp]
    return entries
  }
  const find = (id: string): StoredModel => {
    const entry = current().get(id)
    if (!entry) throw new AppError('model-missing', `The model “${id}” is not installed.`, { model: id })
    if ('broken' in entry) {
      throw new AppError('model-broken', `The model “${id}” cannot be used: ${entry.broken}.`, { model: id })
    }
    return entry
  }
  return {
    list: () => [...current().values()].flatMap((entry) => ('card' in entry ? [entry.card] : [])),
    find,
    read: (id) => readVerified(find(id)),
  }
}

const stampOf = (folder: string): number => statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0

function readEntries(folders: readonly string[]): Map<string, Entry> {
  const entries = new Map<string, Entry>()
  for (const folder of folders) {
    if (!existsSync(folder)) continue
    for (const id of readdirSync(folder).sort()) {
      const card = join(folder, id, 'card.json')
      if (!entries.has(id) && existsSync(card)) entries.set(id, readEntry(folder, id, card))
    }
  }
  return entries
}

function readEntry(folder: string, id: string, cardFile: string): Entry {
  const file = join(folder, id, 'model.onnx')
  try {
    // Whoever may put a link here must not make us read another file.
    if ([join(folder, id), cardFile, file].some(isLink)) return { broken: 'its files are links to elsewhere' }
    const parsed = modelCard.safeParse(JSON.parse(readFileSync(cardFile, 'utf8')))
    if (!parsed.success) {
      const issue = parsed.error.issues[0]
      return { broken: `its card is not valid (${issue?.path.join('.')}: ${issue?.message})` }
    }
    if (parsed.data.id !== id) return { broken: `its card belongs to “${parsed.data.id}”` }
    return { card: parsed.data, file }
  } catch {
    return { broken: 'its card cannot be read' }
  }
}

const isLink = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false

async function readVerified({ card, file }: StoredModel): Promise<Uint8Array> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new AppError('model-missing', `The file of the model “${card.id}” is missing.`, { model: card.id }, { cause })
  })
  if (createHash('sha256').update(bytes).digest('hex') !== card.sha256) {
    throw new AppError('model-broken', `The file of the model “${card.id}” was changed or damaged: install it again.`, {
      model: card.id,
    })
  }
  return bytes
}
