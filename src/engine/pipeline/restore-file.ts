import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { presetRecipe } from '../../operations/presets.ts'
import { AppError } from '../../shared/errors.ts'
import { createRaster } from '../../shared/image/raster.ts'
import type { Recipe, Wish } from '../../shared/recipe.ts'
import { version } from '../../shared/version.ts'
import { analyzePicture } from '../analysis/analyze.ts'
import { openPicture } from '../media/open.ts'
import type { OutputFormat, Picture } from '../media/picture.ts'
import { type SavedFile, savePicture } from '../media/save.ts'

import { mapSize } from './invention.ts'
import { isByHandOnly, isNeural, provenanceSentence } from './provenance.ts'
import { type RestoreContext, type Restored, restorePicture, type Timings } from './restore.ts'

export interface RestoreFileOptions extends RestoreContext {
  readonly input: string
  /** Written complete or not at all. */
  readonly output: string
  /** A preset or `auto` is fitted to the picture; a recipe runs as it is. */
  readonly recipe: Wish | 'auto'
  /** Throws `nothing-to-do` instead of writing a copy when a preset finds nothing to restore. */
  readonly skipHealthy?: boolean | undefined
  readonly format: OutputFormat
  /** 1..100, for JPEG and WebP. */
  readonly quality?: number | undefined
  /** Where to write the invention map, as gray PNG. When nothing was invented it is black, as large as the result. */
  readonly saveMask?: string | undefined
  /** Replace a file that is there already. False when left out. */
  readonly overwrite?: boolean | undefined
  /** Files never written over beside the input itself. */
  readonly protect?: readonly string[] | undefined
  /** SHA-256 of the input, when the caller knows it: saves reading the file twice. */
  readonly inputSha256?: string | undefined
  /** False leaves people, places and devices out of the result. */
  readonly keepPrivateData?: boolean | undefined
}

/** What came out. Plain data: it crosses threads and goes to stdout. */
export interface RestoreReport {
  readonly input: string
  readonly output: string
  readonly width: number
  readonly height: number
  readonly bytes: number
  readonly sha256: string
  readonly recipe: Recipe
  /** Ids of the networks that ran. */
  readonly models: readonly string[]
  readonly fidelity: number | null
  readonly invention: { readonly share: number; readonly operations: readonly string[]; readonly map: string | null }
  readonly seconds: number
  readonly timings: Timings & { readonly open: number; readonly save: number }
  readonly notes: readonly string[]
}

/** Parts of the progress bar: opening and saving are short beside the work. */
const OPENED = 0.04
const WORKED = 0.92

/**
 * Opens a file, restores it, writes the result: the one path that the window, the queue and the command line share.
 * @throws AppError of `openPicture`, `restorePicture` and `savePicture`
 */
export async function restoreFile(options: RestoreFileOptions): Promise<RestoreReport> {
  const { input, onProgress } = options
  const start = performance.now()
  const secondsSince = (from: number) => (performance.now() - from) / 1000
  onProgress({ stage: 'open', fraction: 0 })
  const inputSha256 = options.inputSha256 ?? (await sha256Of(input))
  // Nothing here holds on to the opened picture, so that its memory is free while the result is written.
  const { restored, open } = await openAndRestore(options)
  const saving = performance.now()
  onProgress({ stage: 'save', fraction: OPENED + WORKED })
  const saved = await save(restored, options, inputSha256)
  onProgress({ stage: 'save', fraction: 1 })
  const { recipe, fidelity, timings, notes } = restored
  const models = recipe.steps.flatMap((step) => (step.enabled ? step.models.map(({ id }) => id) : []))
  return {
    input,
    output: options.output,
    width: restored.picture.raster.width,
    height: restored.picture.raster.height,
    ...saved,
    recipe,
    models: [...new Set(models)],
    fidelity,
    invention: {
      share: restored.inventionShare,
      operations: restored.inventedBy,
      map: options.saveMask ?? null,
    },
    seconds: secondsSince(start),
    timings: { ...timings, open, save: secondsSince(saving) },
    notes,
  }
}

async function openAndRestore(options: RestoreFileOptions): Promise<{ restored: Restored; open: number }> {
  const start = performance.now()
  const picture = await openPicture(options.input)
  const recipe = await fittedRecipe(options.recipe, picture)
  if (options.skipHealthy && typeof options.recipe === 'string' && recipe.steps.length === 0)
    throw new AppError('nothing-to-do', 'There is nothing to restore in this picture.')
  const open = (performance.now() - start) / 1000
  const restored = await restorePicture(picture, recipe, {
    ...options,
    onProgress: ({ stage, fraction }) => options.onProgress({ stage, fraction: OPENED + WORKED * fraction }),
  })
  return { restored, open }
}

async function fittedRecipe(recipe: RestoreFileOptions['recipe'], picture: Picture): Promise<Recipe> {
  if (typeof recipe === 'object') return recipe
  const analysis = await analyzePicture(picture)
  return recipe === 'auto' ? analysis.recipe : presetRecipe(recipe, picture.raster, analysis.findings)
}

async function save(restored: Restored, options: RestoreFileOptions, originalSha256: string): Promise<SavedFile> {
  const { output, input, format, quality, overwrite, keepPrivateData } = options
  const { recipe, picture, invention } = restored
  const protect = [input, ...(options.protect ?? [])]
  const saved = await savePicture(picture, output, {
    format,
    quality,
    overwrite,
    protect,
    keepPrivateData,
    provenance: {
      neural: isNeural(recipe),
      byHandOnly: isByHandOnly(recipe),
      sentence: provenanceSentence(recipe, restored.inventionShare),
      recipe,
      originalName: basename(input),
      originalSha256,
      engineVersion: version,
    },
  })
  if (options.saveMask !== undefined) {
    const map = invention ?? createRaster(...mapSize(picture.raster), 1)
    const mask: Picture = { raster: map, bitDepth: 8, metadata: {} }
    await savePicture(mask, options.saveMask, { format: 'png', overwrite, protect: [output, ...protect] })
  }
  return { bytes: saved.bytes, sha256: saved.sha256 }
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256')
  // A missing or unreadable file is told by `openPicture`, in plain words.
  await pipeline(createReadStream(file), hash).catch(() => undefined)
  return hash.digest('hex')
}
