import type { z } from 'zod'
import type { Raster } from '../shared/image/raster.ts'
import type { TileNeeds, TileWork } from '../shared/image/tile.ts'
import type { ModelCard } from '../shared/model-card.ts'

/**
 * The safe order of stages (DESIGN §4). Repairing after enlarging, or colouring before denoising, gives worse results:
 * a recipe is always run in this order.
 */
export const stages = [
  'geometry',
  'stabilise',
  'deflicker',
  'scratches',
  'denoise',
  'tone',
  'faces',
  'colour',
  'upscale',
  'interpolate',
] as const
export type Stage = (typeof stages)[number]

export interface Size {
  readonly width: number
  readonly height: number
}

/** How a parameter is shown. Given with `.meta()`; title and help come from the operation's `locales/<language>.json`. */
export interface ParamMeta {
  readonly control: 'slider' | 'number' | 'choice' | 'toggle' | 'hidden'
  readonly step?: number
  /** Shown behind the number: 'x', '%', '°', 'px'. */
  readonly unit?: string
  readonly [key: string]: unknown
}

/** What an operation says of itself. Pure data and pure functions: every process may import it. */
export interface Operation<P extends z.ZodObject = z.ZodObject> {
  /** The name of its folder. */
  readonly id: string
  /** Raised when the meaning of `params` changes; then `migrate.ts` carries old recipes over. */
  readonly version: number
  readonly stage: Stage
  /** Every parameter has a default, a range and `ParamMeta`. */
  readonly params: P
  /** Every model the operation can ask for. */
  readonly models: readonly string[]
  /** The models these parameters will ask for: looked for before anything runs. All of `models` when left out. */
  readonly modelsFor?: (params: z.output<P>) => readonly string[]
  /** Task of the models of others that a parameter may name in place of ours; none when left out. */
  readonly accepts?: string
  /** What tiles need, or `whole-image` where a tile cannot be judged alone. */
  readonly tiling: { readonly overlap: number; readonly align: number } | 'whole-image'
  readonly appliesTo: readonly ('image' | 'video' | 'pair')[]
  /** Whether the result holds detail the scan does not: none, where the mask says, or as strongly as the map says. */
  readonly invention: 'none' | 'mask' | 'map'
  /** True when the work is a trained network: decides the provenance label of an export. */
  readonly neural: boolean
  /** Size of the result; that of the input when left out. */
  readonly outputSize?: (params: z.output<P>, input: Size) => Size
  /** False keeps it out of recipes and the window: the living template. */
  readonly released?: boolean
}

export const defineOperation = <P extends z.ZodObject>(operation: Operation<P>): Operation<P> => operation

/** A loaded model. */
export interface ModelSession {
  readonly card: ModelCard
  /**
   * Runs the network on one tile. Gray is given to RGB models threefold; alpha must be taken off before.
   * @returns `card.output.channels` channels, `card.scale` times as large
   */
  run(tile: Raster): Promise<Raster>
}

/** All an operation may touch. Nothing else: no files, no clock, no randomness but `seed`. */
export interface RunContext {
  readonly signal: AbortSignal
  /** Part of this operation that is done, 0..1, never falling. */
  progress(fraction: number): void
  session(modelId: string): Promise<ModelSession>
  /**
   * Cuts `image` into tiles with reflected context, works on each, and joins the results without seams.
   * Halves the tile and tries again when memory runs out. Reports progress and honours `signal` between tiles.
   */
  tile(image: Raster, needs: TileNeeds, work: TileWork): Promise<Raster>
  /** Resamples with an antialiased Lanczos-3 kernel; colour and alpha alike. */
  resize(image: Raster, size: Size): Promise<Raster>
  /** Lets the event loop breathe and throws `cancelled` when asked to stop: call it between bands of a long loop. */
  pause(): Promise<void>
  readonly seed: number
  log(message: string): void
}

export interface RunResult {
  readonly image: Raster
  /** One channel, 0..1, any size (it stands for the whole frame): where and how strongly detail was invented. */
  readonly invention?: Raster
}

/**
 * How it is done; only the engine imports it. Must not write to `image`, and must give the same bytes for the same input.
 * Operations of the stage `geometry` are given alpha with the colours; all others get gray or RGB, and the pipeline
 * carries alpha past them.
 */
export type Run<O> =
  O extends Operation<infer P> ? (image: Raster, params: z.output<P>, context: RunContext) => Promise<RunResult> : never

/** Carries the parameters of an older version over. */
export type Migrate = (params: Record<string, unknown>, fromVersion: number) => Record<string, unknown>
