import type { ImaginedFit } from '../../operations/define.ts'
import type { Candidate } from '../../operations/restore-faces/choices.ts'
import type { Analysis } from '../../shared/analysis.ts'
import type { Failure } from '../../shared/entities.ts'
import type { ExportOptions, ExportSize } from '../../shared/export.ts'
import type { FoundFaces } from '../../shared/faces.ts'
import type { ModelCard } from '../../shared/model-card.ts'
import type { Box } from '../../shared/pages.ts'
import type { Recipe, Wish } from '../../shared/recipe.ts'
import type { Window } from '../../shared/strokes.ts'
import type { CandidatesRequest } from '../faces/candidates.ts'
import type { ImagineRequest } from '../faces/imagine.ts'
import type { Device } from '../inference/providers.ts'
import type { OutputFormat } from '../media/picture.ts'
import type { Provenance } from '../media/provenance.ts'
import type { SavedFile } from '../media/save.ts'
import type { InstallRequest } from '../models/install.ts'
import type { Measured } from '../models/measure.ts'
import type { RestoreReport } from '../pipeline/restore-file.ts'

/** Opens, restores and saves one picture as PNG, with its map. Absolute paths. */
export interface RestoreTask {
  readonly kind: 'restore'
  readonly input: string
  readonly inputSha256: string
  readonly output: string
  readonly mask: string
  readonly recipe: Wish
  /** Operations that are not to run, whatever the recipe says. */
  readonly without?: readonly string[]
  /** Where a film is worked on: what is finished there outlives a crash. A film ends as its container does. */
  readonly scratch: { readonly places: readonly string[]; readonly name: string }
}

/** Looks at a picture and proposes a recipe. */
export interface AnalyzeTask {
  readonly kind: 'analyze'
  readonly input: string
}

/** Looks for faces in a picture. */
export interface FindFacesTask {
  readonly kind: 'find-faces'
  readonly input: string
}

/** Shows what each candidate makes of one face. */
export interface FaceCandidatesTask extends CandidatesRequest {
  readonly kind: 'face-candidates'
}

/** Shows one stranger who would look like a face when shrunk. */
export interface ImagineTask extends ImagineRequest {
  readonly kind: 'imagine-face'
}

/** Writes a finished restoration in another format, with the description of its original. */
export interface ExportTask {
  readonly kind: 'export'
  readonly result: string
  /** The original's file; null when it is missing: then the result's own description is used. */
  readonly original: string | null
  readonly output: string
  readonly format: OutputFormat
  readonly quality: number
  readonly size: ExportSize
  readonly deep: boolean
  readonly compare: ExportOptions['compare']
  readonly overwrite: boolean
  readonly keepPrivateData: boolean
  readonly provenance: Provenance
  readonly protect: readonly string[]
}

/** Shows what a recipe will make of a part of a picture. The picture stays open for the next part. */
export interface PreviewTask {
  readonly kind: 'preview'
  readonly input: string
  /** Tells the opened picture from another one. */
  readonly inputSha256: string
  readonly recipe: Recipe
  /** Fractions of the picture after turning and cropping. */
  readonly region: Window
  /** Longer side that the picture is shrunk to before. */
  readonly side?: number | undefined
  readonly output: string
}

export interface PreviewReport {
  /** Where the part lies, in pixels of the frame. */
  readonly box: Window
  readonly frame: { readonly width: number; readonly height: number }
  readonly width: number
  readonly height: number
  readonly leftOut: readonly string[]
  readonly seconds: number
}

/** Restores a piece of a film into a file of the cache. Its recipe names the piece. */
export interface FilmPreviewTask extends Pick<RestoreTask, 'input' | 'inputSha256' | 'output' | 'scratch'> {
  readonly kind: 'film-preview'
  readonly recipe: Recipe
}

/** Cuts photos out of a scanned page. Absolute paths. */
export interface CutTask {
  readonly kind: 'cut'
  readonly input: string
  readonly photos: readonly { readonly box: Box; readonly output: string }[]
}

/** Converts a model file and puts it into the user's store. */
export interface InstallTask {
  readonly kind: 'install'
  readonly request: InstallRequest
}

/** Runs one tile through a network to see how fast it is here. */
export interface MeasureTask {
  readonly kind: 'measure'
  readonly model: string
}

export type Task =
  | RestoreTask
  | AnalyzeTask
  | FindFacesTask
  | FaceCandidatesTask
  | ImagineTask
  | ExportTask
  | PreviewTask
  | FilmPreviewTask
  | CutTask
  | InstallTask
  | MeasureTask

export interface OutputOf {
  readonly restore: RestoreReport
  readonly analyze: Analysis
  readonly 'find-faces': FoundFaces
  readonly 'face-candidates': Candidate[]
  readonly 'imagine-face': ImaginedFit
  readonly export: SavedFile
  readonly preview: PreviewReport
  readonly 'film-preview': RestoreReport
  readonly cut: null
  readonly install: ModelCard
  readonly measure: Measured
}

/** Where the networks are and what they may use. */
export interface WorkerSettings {
  readonly models: readonly string[]
  readonly device: Device
  /** 0: all cores. */
  readonly threads: number
  /** Whether faces may be looked for: yes when left out. */
  readonly faces?: boolean
  /** Of `createTurnMemory`: networks of all threads take turns. None where only one thread runs networks. */
  readonly turn?: SharedArrayBuffer
}

export interface ToWorker {
  readonly task: Task
  readonly settings: WorkerSettings
  /** Holds one of `signals`, looked at between tiles. The thread itself is never ended while a network runs. */
  readonly flag: SharedArrayBuffer
}

export const signals = { go: 0, stop: 1, freeze: 2 } as const
export type Signal = keyof typeof signals

export type FromWorker =
  | { readonly t: 'progress'; readonly stage: string; readonly fraction: number; readonly framesPerSecond?: number }
  | { readonly t: 'done'; readonly output: unknown }
  /** `bug` is the stack of what was no AppError: for the log. */
  | { readonly t: 'failed'; readonly error: Failure; readonly bug?: string }
