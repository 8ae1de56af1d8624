import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
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

/** Cards of all `<folder>/<id>/card.json`. The first folder that has an id wins, so list the user's own first. */
export function openModelStore(folders: readonly string[]): ModelStore {
  const entries = new Map<string, Entry>()
  for (const folder of folders) {
    if (!existsSync(folder)) continue
    for (const id of readdirSync(folder).sort()) {
      const card = join(folder, id, 'card.json')
      if (!entries.has(id) && existsSync(card)) entries.set(id, readEntry(folder, id, card))
    }
  }
  const find = (id: string): StoredModel => {
    const entry = entries.get(id)
    if (!entry) throw new AppError('model-missing', `The model “${id}” is not installed.`, { model: id })
    if ('broken' in entry) {
      throw new AppError('model-broken', `The model “${id}” cannot be used: ${entry.broken}.`, { model: id })
    }
    return entry
  }
  return {
    list: () => [...entries.values()].flatMap((entry) => ('card' in entry ? [entry.card] : [])),
    find,
    read: (id) => readVerified(find(id)),
  }
}

function readEntry(folder: string, id: string, cardFile: string): Entry {
  const file = join(folder, id, 'model.onnx')
  try {
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
