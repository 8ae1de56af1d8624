import { access } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import type { ImaginedFit, Size } from '../../operations/define.ts'
import { photoPresetRecipe } from '../../operations/presets.ts'
import { AppError } from '../../shared/errors.ts'
import { createRaster } from '../../shared/image/raster.ts'
import type { Recipe, Wish } from '../../shared/recipe.ts'
import { version } from '../../shared/version.ts'
import { analyzePicture } from '../analysis/analyze.ts'
import { createSessionPool } from '../inference/session-pool.ts'
import { depthFor } from '../media/encode.ts'
import { requireFits } from '../media/limits.ts'
import { openPicture } from '../media/open.ts'
import type { OutputFormat, Picture } from '../media/picture.ts'
import { hashFile } from '../media/picture-hash.ts'
import { probePicture } from '../media/probe.ts'
import { requireFreePlace } from '../media/protect.ts'
import { type SavedFile, savePicture } from '../media/save.ts'
import { openSpool, type SpoolOptions } from '../media/spool.ts'

import { mapSize } from './invention.ts'
import { isByHandOnly, isNeural, provenanceSentence } from './provenance.ts'
import { type RestoreContext, type Restored, restorePicture, type Timings } from './restore.ts'

export interface RestoreFileOptions extends RestoreContext {
  readonly input: string
  /** Written complete or not at all. */
  readonly output: string
  /** A preset or `auto` is fitted to the picture; a recipe runs as it is. */
  readonly recipe: Wish | 'auto'
  /** Operations that are not to run, whatever the recipe says. */
  readonly without?: readonly string[] | undefined
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
  /** When rasters go to disk; only tests choose it. */
  readonly spool?: SpoolOptions | undefined
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
  /** One for each face that was imagined; none where the result is a restoration. */
  readonly imagined: readonly ImaginedFit[]
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
  // A result too big for memory lies beside its place until it is written there.
  const spool = openSpool(dirname(options.output), options.spool)
  try {
    return await restoreInto({ ...options, create: spool.create })
  } finally {
    spool.close()
  }
}

async function restoreInto(options: RestoreFileOptions): Promise<RestoreReport> {
  const { input, onProgress } = options
  const start = performance.now()
  const secondsSince = (from: number) => (performance.now() - from) / 1000
  onProgress({ stage: 'open', fraction: 0 })
  // Nothing here holds on to the opened picture, so that its memory is free while the result is written.
  const { restored, open, inputSha256 } = await openAndRestore(options)
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
    imagined: restored.imagined,
    invention: {
      share: restored.inventionShare,
      operations: restored.inventedBy,
      map: options.saveMask ?? null,
    },
    seconds: secondsSince(start),
    timings: { ...timings, open, save: secondsSince(saving) },
    notes: [...notes, ...(await animationNote(input))],
  }
}

/** What is lost without being damaged is said, too. */
async function animationNote(input: string): Promise<string[]> {
  const { animated } = await probePicture(input)
  return animated ? [`“${basename(input)}” moves: only its first frame was restored.`] : []
}

/** Refuses before the work what saving would refuse after it. */
async function requirePlaces({ input, output, overwrite = false, protect = [], saveMask }: RestoreFileOptions) {
  await requireFreePlace(output, overwrite, [input, ...protect])
  if (saveMask === undefined) return
  await requireFreePlace(saveMask, overwrite, [input, output, ...protect])
  await access(dirname(saveMask)).catch(() => {
    throw new AppError('no-permission', `There is no folder “${dirname(saveMask)}” for the map.`)
  })
}

interface Opened {
  readonly restored: Restored
  readonly open: number
  readonly inputSha256: string
}

async function openAndRestore(options: RestoreFileOptions): Promise<Opened> {
  const start = performance.now()
  // Opened first: it looks before it reads, and a named pipe would keep a hash waiting for ever.
  const picture = await openPicture(options.input)
  await requirePlaces(options)
  const inputSha256 = options.inputSha256 ?? (await hashFile(options.input))
  const recipe = leaveOut(await fittedRecipe(options, picture), unwanted(options))
  if (options.skipHealthy && typeof options.recipe === 'string' && recipe.steps.length === 0)
    throw new AppError('nothing-to-do', 'There is nothing to restore in this picture.')
  const open = (performance.now() - start) / 1000
  const restored = await restorePicture(picture, recipe, {
    ...options,
    checkResult: (size) => requireRoomIn(options.format, size, picture),
    onProgress: ({ stage, fraction }) => options.onProgress({ stage, fraction: OPENED + WORKED * fraction }),
  })
  return { restored, open, inputSha256 }
}

/** Hours of work must not end in a format that cannot hold the result. */
function requireRoomIn(format: OutputFormat, { width, height }: Size, { raster, bitDepth }: Picture): void {
  requireFits(format, width, height, width * height * raster.channels * (depthFor(format, bitDepth) / 8))
}

const unwanted = ({ without = [], faces }: RestoreFileOptions): readonly string[] =>
  faces === false ? [...without, 'restore-faces', 'imagine-face'] : without

async function fittedRecipe(options: RestoreFileOptions, picture: Picture): Promise<Recipe> {
  const { recipe, models } = options
  if (typeof recipe === 'object') return recipe
  const sessions = options.sessions ?? createSessionPool(models, options)
  try {
    const analysis = await analyzePicture(picture, { models, sessions })
    return recipe === 'auto' ? analysis.recipe : photoPresetRecipe(recipe, picture.raster, analysis.findings)
  } finally {
    if (!options.sessions) await sessions.release()
  }
}

/** The steps stay in the recipe, switched off: it is to be seen that they did not run. */
export const leaveOut = (recipe: Recipe, without: readonly string[] = []): Recipe => ({
  ...recipe,
  steps: recipe.steps.map((step) => (without.includes(step.operation) ? { ...step, enabled: false } : step)),
})

async function save(restored: Restored, options: RestoreFileOptions, originalSha256: string): Promise<SavedFile> {
  const { output, input, format, quality, overwrite, keepPrivateData } = options
  const { recipe, picture, invention } = restored
  const protect = [input, ...(options.protect ?? [])]
  const provenance = {
    neural: isNeural(recipe),
    byHandOnly: isByHandOnly(recipe),
    sentence: provenanceSentence(recipe, restored.inventionShare, restored.imagined),
    recipe,
    originalName: basename(input),
    originalSha256,
    engineVersion: version,
  }
  const saved = await savePicture(picture, output, { format, quality, overwrite, protect, keepPrivateData, provenance })
  if (options.saveMask !== undefined) {
    const map = invention ?? createRaster(...mapSize(picture.raster), 1)
    const mask: Picture = { raster: map, bitDepth: 8, metadata: {} }
    const sentence = 'A map of where Daguerre invented detail in another picture.'
    await savePicture(mask, options.saveMask, {
      format: 'png',
      overwrite,
      protect: [output, ...protect],
      keepPrivateData,
      provenance: { ...provenance, sentence },
    })
  }
  return { bytes: saved.bytes, sha256: saved.sha256 }
}
