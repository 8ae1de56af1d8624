import { createHash, randomBytes } from 'node:crypto'
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { operations } from '../../operations/index.ts'
import { AppError } from '../../shared/errors.ts'
import { type ModelCard, type ModelProvenance, modelCard } from '../../shared/model-card.ts'
import { writeFailure } from '../media/atomic.ts'
import { hashFile } from '../media/picture-hash.ts'
import { type Converted, convertModel } from './convert.ts'

export interface InstallRequest {
  /** Folder of the user's models; made when it is not there. */
  readonly store: string
  /** One file, or the two halves of an ncnn model. */
  readonly files: readonly string[]
  readonly id?: string | undefined
  /** Ids that are taken by models we ship. */
  readonly reserved: readonly string[]
  /** What the catalog tells of a downloaded model. */
  readonly known?: KnownModel | undefined
  /** For the card: ISO 8601. */
  readonly now: string
}

export interface KnownModel {
  readonly name: string
  readonly licence: string
  readonly nonCommercial: boolean
  readonly page: string
  readonly url: string
  readonly goodFor: string
  readonly finalScale?: number | undefined
}

/**
 * Converts model files and puts the model into the store, whole or not at all. An earlier one of the same id is replaced.
 * @returns its card
 * @throws AppError `model-refused`, `would-overwrite`, `invalid-input`, `disk-full`, `no-permission`
 */
export async function installModel(request: InstallRequest): Promise<ModelCard> {
  const id = request.id ?? idFrom(request.files)
  if (!modelCard.shape.id.safeParse(id).success)
    throw new AppError('invalid-input', `“${id}” is no name for a model: use small letters, digits and hyphens.`, {
      id,
    })
  if (request.reserved.includes(id))
    throw new AppError('would-overwrite', `“${id}” is a model that belongs to Daguerre: choose another name.`, {
      name: id,
    })
  const converted = await convertModel(request.files, request.known?.finalScale)
  const card = cardOf(id, converted, await provenanceOf(request, converted), request.known)
  await place(request.store, card, converted.bytes)
  return card
}

/** `RealESRGAN_x4plus.pth` -> `realesrgan-x4plus` */
export function idFrom(files: readonly string[]): string {
  const stem = basename(files[0] ?? '').replace(/\.(onnx|pth|pt|ckpt|safetensors|param|bin)$/i, '')
  const id = stem
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80)
  return id === '' ? 'model' : id
}

async function provenanceOf({ files, known, now }: InstallRequest, { format }: Converted): Promise<ModelProvenance> {
  const described: ModelProvenance['files'] = []
  for (const file of files) {
    const { size: bytes } = await stat(file)
    described.push({ name: basename(file), bytes, sha256: await hashFile(file), ...(known && { url: known.url }) })
  }
  return {
    kind: known ? 'downloaded' : 'imported',
    format,
    files: described,
    installed: now,
    ...(known && { page: known.page }),
  }
}

function cardOf(id: string, model: Converted, provenance: ModelProvenance, known: KnownModel | undefined): ModelCard {
  const { contract, bytes } = model
  // Restorers of faces were all trained on RGB -1..1.
  const range: [number, number] = contract.task === 'restore-faces' ? [-1, 1] : [0, model.most]
  const plane = { range, colour: 'rgb' as const }
  const isChroma = contract.task === 'colorize' && contract.outputChannels === 2
  const chroma = { range: [-128, 127] as [number, number], colour: 'lab' as const }
  return {
    id,
    name: known?.name ?? (provenance.files[0]?.name.replace(/\.\w+$/, '') || id),
    task: contract.task,
    version: 1,
    architecture: model.architecture,
    parameters: model.parameters,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    opset: model.opset,
    ...endsOf(contract, plane, isChroma ? chroma : plane),
    scale: model.scale,
    multiple: model.multiple,
    ...((isChroma || contract.generator) && contract.side !== undefined && { side: contract.side }),
    ...(contract.generator && { latent: { layers: contract.generator.layers, width: contract.generator.width } }),
    receptiveField: model.receptiveField,
    gmacPerMegapixel: model.gmacPerMegapixel,
    licence: known?.licence ?? 'not known: ask its authors',
    training: { data: [], steps: 0, hours: 0, seed: 0, command: '' },
    metrics: {},
    limits: limitsOf(model),
    goodFor: known ? [known.goodFor] : [],
    ...(known && { nonCommercial: known.nonCommercial }),
    provenance,
  }
}

type Ends = Pick<ModelCard, 'input' | 'output'>
type Plane = Omit<ModelCard['input'], 'name' | 'channels'>

function endsOf(
  { generator, inputChannels, outputChannels }: Converted['contract'],
  input: Plane,
  output: Plane,
): Ends {
  if (generator)
    return {
      input: { name: 'latent', channels: generator.layers, range: [-5, 5], colour: 'latents' },
      output: { name: 'picture', channels: 3, range: [0, 1], colour: 'rgb' },
    }
  return {
    input: { name: 'input', channels: inputChannels, ...input },
    output: { name: 'output', channels: outputChannels, ...output },
  }
}

function limitsOf({ contract, looksFar }: Converted): string[] {
  const isUsed = [...operations.values()].some(({ accepts }) => accepts?.includes(contract.task))
  if (!isUsed) return ['no step of this version uses it']
  if (contract.generator) return ['imagined, not recovered: nobody it shows is the person']
  if (contract.task === 'colorize') return ['the colours are a guess']
  if (contract.task !== 'upscale') return []
  return looksFar ? ['it looks further than a tile: on large pictures tiles may differ slightly'] : []
}

/** Written beside its place under a name that no model can have, then named: it is there whole or not at all. */
async function place(store: string, card: ModelCard, bytes: Uint8Array): Promise<void> {
  const mark = randomBytes(6).toString('hex')
  const [fresh, old, home] = [join(store, `.new-${mark}`), join(store, `.old-${mark}`), join(store, card.id)]
  try {
    await mkdir(fresh, { recursive: true })
    await writeSynced(join(fresh, 'model.onnx'), bytes)
    await writeSynced(join(fresh, 'card.json'), Buffer.from(`${JSON.stringify(card, null, 2)}\n`))
    const replaced = await rename(home, old).then(
      () => true,
      () => false,
    )
    await rename(fresh, home).catch(async (error: unknown) => {
      if (replaced) await rename(old, home)
      throw error
    })
    await rm(old, { recursive: true, force: true })
  } catch (error) {
    await rm(fresh, { recursive: true, force: true })
    throw writeFailure(error, card.id)
  }
}

async function writeSynced(file: string, bytes: Uint8Array): Promise<void> {
  await writeFile(file, bytes, { flag: 'wx', flush: true })
}

/**
 * Takes a model of the user's out of the store.
 * @throws AppError `not-found`
 */
export async function removeModel(store: string, id: string): Promise<void> {
  const there: readonly string[] = await readdir(store).catch(() => [])
  if (!there.includes(id)) throw new AppError('not-found', `There is no installed model called “${id}”.`, { id })
  const doomed = join(store, `.old-${randomBytes(6).toString('hex')}`)
  // Renamed first: half a model must never be found. A link is renamed and removed itself, not what it leads to.
  await rename(join(store, id), doomed)
  await rm(doomed, { recursive: true, force: true })
}
