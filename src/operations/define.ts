import type { z } from 'zod'
import type { Raster } from '../shared/image/raster.ts'
import type { TileNeeds, TileWork } from '../shared/image/tile.ts'
import type { ModelCard } from '../shared/model-card.ts'

/**
 * The safe order of stages (DESIGN §4). Repairing after enlarging, or colouring before denoising, gives worse results:
 * a recipe is always run in this order.
 */
export const stages = [
  'fields',
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

/**
 * How a parameter is shown. Given with `.meta()`; title and help come from the operation's `locales/<language>.json`.
 * `brush` is painted on the picture (`shared/strokes.ts`) and `colours` are placed on it (`shared/colour-hints.ts`), so
 * like `hidden` they have no field in the form. `variants` is a strip of pictures to choose from.
 */
export interface ParamMeta {
  readonly control: 'slider' | 'number' | 'choice' | 'toggle' | 'brush' | 'colours' | 'variants' | 'hidden'
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
  /** Tasks of the models of others that parameters may name in place of ours; none when left out. */
  readonly accepts?: readonly string[]
  /** What tiles need, or `whole-image` where a tile cannot be judged alone. */
  readonly tiling: { readonly overlap: number; readonly align: number } | 'whole-image'
  readonly appliesTo: readonly ('image' | 'video' | 'pair')[]
  /** Whether the result holds detail the scan does not: none, where the mask says, or as strongly as the map says. */
  readonly invention: 'none' | 'mask' | 'map'
  /** True when the work is a trained network: decides the provenance label of an export. */
  readonly neural: boolean
  /** Size of the result; that of the input when left out. */
  readonly outputSize?: (params: z.output<P>, input: Size) => Size
  /**
   * True for one that looks at the whole picture but can make a part of it, measuring `context.part.whole`. One with
   * tiles needs no such promise; any other is left out of previews.
   */
  readonly makesParts?: boolean
  /** True when alpha goes the same way as the colours, as a gray picture; else it is resampled where the size changes. */
  readonly alphaToo?: (params: z.output<P>) => boolean
  /** True for work that is never a step among others: it is asked for where it says what it is. */
  readonly apart?: boolean
  /** Models of ours that it can do without, as long as they are not there: those of others take their place. */
  readonly awaits?: readonly string[]
  /** False keeps it out of recipes and the window: the living template. */
  readonly released?: boolean
}

export const defineOperation = <P extends z.ZodObject>(operation: Operation<P>): Operation<P> => operation

/** Another network of the same shape, whose weights count as `part` of the sum, 0..1. */
export interface MixedModel {
  readonly model: string
  readonly part: number
}

/** Samples as a network takes and gives them: `channels` planes one after another, each row by row. */
export interface NetworkPlanes {
  readonly channels: number
  readonly width: number
  readonly height: number
  /** `channels * width * height`, in the ranges of the model's card. */
  readonly data: Float32Array
}

/** Numbers in network order, first axis first. 64 bits only where a graph insists on them. */
export interface Tensor {
  readonly data: Float32Array | Float64Array
  readonly dimensions: readonly number[]
}
/** By the names of a graph's inputs or outputs. */
export type Tensors = Readonly<Record<string, Tensor>>

/** A loaded model. */
export interface ModelSession {
  readonly card: ModelCard
  /** What a run takes, in bytes per pixel of the tile, as far as it is known. */
  readonly bytesPerPixel?: number
  /**
   * Runs the network on one tile. Gray is given to RGB models threefold; alpha must be taken off before. A model of four
   * channels wants RGB and the plane its card speaks of (a hole mask, a strength) as one tile of four.
   * @returns `card.output.channels` channels, `card.scale` times as large
   */
  run(tile: Raster): Promise<Raster>
  /**
   * Runs a network that does not turn a picture into a picture: planes in, planes out, nothing padded or cropped.
   * @throws AppError `internal` when they do not fit the card
   */
  infer(planes: NetworkPlanes): Promise<NetworkPlanes>
  /**
   * Feeds a graph that is not from one picture to one: detectors, networks with a dial. Only for models whose task says
   * so (`detect-faces`, `restore-faces`, `imagine-face`, `unfade`).
   */
  call(inputs: Tensors): Promise<Tensors>
  /** Names of its inputs. */
  readonly inputs: readonly string[]
}

/** Where a part lies in its picture, when only that is made to be looked at beforehand. */
export interface Part {
  /** Of the part's first pixel, in pixels of the whole. */
  readonly left: number
  readonly top: number
  /** Size of the whole picture, in the same pixels. */
  readonly frame: Size
  /** All of the picture, perhaps smaller: what is measured is measured here, so that the part comes out as in the whole. */
  readonly whole: Raster
}

/** All an operation may touch. Nothing else: no files, no clock, no randomness but `seed`. */
export interface RunContext {
  readonly signal: AbortSignal
  /** Part of this operation that is done, 0..1, never falling. */
  progress(fraction: number): void
  session(modelId: string, mixed?: MixedModel): Promise<ModelSession>
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
  /** Set when `image` is only a part of the picture; undefined when it is all of it. */
  readonly part?: Part | undefined
  /** False where the user does not want faces to be looked for. */
  readonly faces: boolean
  log(message: string): void
}

/** How near an imagined face comes to what is known of it. */
export interface ImaginedFit {
  /** Mean squared difference, of samples 0..1, when it is shrunk to the small picture. */
  readonly error: number
  /** Whether that is as little as was asked for. */
  readonly passes: boolean
}

export interface RunResult {
  readonly image: Raster
  /** Given by work whose result is nobody's face: one for each face in it. */
  readonly imagined?: readonly ImaginedFit[]
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

/** Light of one frame, from a small copy: 0..1. */
export interface FrameLight {
  readonly mean: number
  /** Values below which 2, 50 and 98 of 100 pixels lie. */
  readonly dark: number
  readonly median: number
  readonly bright: number
}

/** How a frame lies on the one before it: `x' = x + dx`, in parts of the frame's width and height; turn in radians. */
export interface FrameMotion {
  readonly dx: number
  readonly dy: number
  readonly turn: number
}

/** Frames between two cuts, as they come in: what is decided for all of them is decided from this. */
export interface Shot {
  /** Place in the film of the first frame. */
  readonly first: number
  readonly frames: number
  readonly light: readonly FrameLight[]
  /** Empty unless the work asks for it. */
  readonly motion: readonly FrameMotion[]
  /** Some frames spread over the shot, small. */
  readonly samples: readonly Raster[]
}

/** The frame that is worked on, with its neighbours. */
export interface FilmWindow {
  /** Place within the shot. */
  readonly index: number
  /** Frames of the shot. */
  readonly frames: number
  /** @param offset within the radius; undefined beyond the ends of the shot: nothing is carried over a cut */
  at(offset: number): Raster | undefined
  /** What the frame before left for this one; undefined for the first of a shot, and where nothing is carried. */
  readonly carried?: Uint8Array | undefined
}

/** What comes of one frame. */
export interface FrameResult extends RunResult {
  /** For the next frame of the shot, by work that carries something. Bytes: they outlive the process. */
  readonly carried?: Uint8Array | undefined
}

/** How interlaced fields become frames: one for two fields, or one for each, twice as many. */
export interface Fields {
  readonly rate: 'frame' | 'field'
  readonly order: 'auto' | 'top' | 'bottom'
}

/**
 * A frame of the result: `part` (0..1; 0 is the frame itself) of the way from frame `index` of a shot to frame `to`, the
 * next one when left out.
 */
export interface Between {
  /** Microseconds since the first frame of the result. */
  readonly time: number
  readonly index: number
  readonly part: number
  readonly to?: number
  /** Frames of the shot as far from these two as they are from each other, where they are wanted and there. */
  readonly before?: number
  readonly after?: number
}

/** Two frames and, where they are wanted and there, the one before and the one after them. */
export interface Neighbours {
  readonly a: Raster
  readonly b: Raster
  readonly before?: Raster | undefined
  readonly after?: Raster | undefined
}

/** The frames of one shot. Times are microseconds since the first frame of the film. */
export interface ShotTimes {
  readonly times: readonly number[]
  /** When it is over. */
  readonly end: number
  /** Places of frames that show the one before them once more. */
  readonly repeats: readonly number[]
}

/** How frames between those of a film are made: the only work that changes their number, and always the last. */
export interface FramesBetween<P extends z.ZodObject = z.ZodObject> {
  /** Seconds per megapixel of one of them on an ordinary computer; only a first guess. */
  readonly cost: number
  /** Frames on either side that one of them may hang on. */
  readonly reach: (params: z.output<P>) => number
  /** Frames per second of the result, from those of the film. */
  readonly rate: (fps: number, params: z.output<P>) => number
  /** How many times as long the result is, and whether it keeps its sound. */
  readonly pace: (params: z.output<P>) => Pace
  /** The frames of the result for one shot, in the order of time. */
  readonly times: (shot: ShotTimes, params: z.output<P>) => readonly Between[]
  /** Looks at two neighbours once. @returns what makes frames between them, each of them invented as a whole */
  readonly join: (
    frames: Neighbours,
    params: z.output<P>,
    context: RunContext,
  ) => Promise<(part: number) => Promise<Raster>>
}

export interface Pace {
  readonly stretch: number
  readonly sound: boolean
}

/**
 * How an operation works on films, in `film.ts` beside `run.ts`. A frame may depend on its neighbours within `radius`,
 * on `plan`, and on what the frame before left in bytes, on nothing else: work goes on in the middle of a film after a
 * power cut and must give the same frames.
 */
export interface FilmWork<P extends z.ZodObject = z.ZodObject, Plan = unknown> {
  /** Frames it looks at on either side. */
  readonly radius: (params: z.output<P>) => number
  /** Whether `plan` wants to know how the camera moved, which costs time. */
  readonly needsMotion?: boolean
  /** Decided once for a whole shot, so that nothing flickers. Plain JSON: it outlives the process. */
  readonly plan?: (shot: Shot, params: z.output<P>) => Plan
  /** The decoder itself puts interlaced fields together; `run` then has nothing to do. */
  readonly fields?: (params: z.output<P>) => Fields
  readonly between?: FramesBetween<P>
  /** Frames leave something for the next one: they are made in order, each once. */
  readonly carries?: (params: z.output<P>) => boolean
  /** @throws AppError `invalid-input`, in one sentence, where films cannot have what a photo can */
  readonly check?: (params: z.output<P>) => void
  /** Seconds per megapixel on an ordinary computer; only a first guess. */
  readonly cost: number
  readonly run: (window: FilmWindow, params: z.output<P>, context: RunContext, plan: Plan) => Promise<FrameResult>
}

/** Ties a work to the parameters of its operation and to the plan it makes. */
export const defineFilmWork = <P extends z.ZodObject, Plan = undefined>(
  _operation: Operation<P>,
  work: FilmWork<P, Plan>,
): FilmWork => work as unknown as FilmWork

/** Carries the parameters of an older version over. */
export type Migrate = (params: Record<string, unknown>, fromVersion: number) => Record<string, unknown>
