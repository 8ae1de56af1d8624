import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { CutFinder } from '../../../src/engine/film/cuts.ts'
import { lookAt } from '../../../src/engine/film/light.ts'
import { rasterOfSamples } from '../../../src/engine/film/samples.ts'
import { openFilmTools } from '../../../src/engine/film/tools/film-tools.ts'
import { createRunContext } from '../../../src/engine/pipeline/context.ts'
import { colourFrame } from '../../../src/operations/colorize/frames.ts'
import operation from '../../../src/operations/colorize/op.ts'
import { between } from '../../../src/operations/colorize/refine.ts'
import type { ColourState } from '../../../src/operations/colorize/temporal.ts'
import type { Size } from '../../../src/operations/define.ts'
import { motionBetween } from '../../../src/operations/interpolate/flow.ts'
import { levelsOf } from '../../../src/operations/interpolate/level.ts'
import { labOf } from '../../../src/operations/support/lab.ts'
import { createRaster, type Raster, toFloats } from '../../../src/shared/image/raster.ts'
import { sessions } from '../apply.ts'
import { fixed, printTable } from '../table.ts'
import { grayOf } from './colour.ts'

const FRAMES = 24
/** Frames after a cut that are not judged: colours find themselves. */
const SETTLING = 3
/** A place counts where motion there and back meets within so many pixels, and lightness agrees within so much L*. */
const MEETS = 0.7
const ALIKE = 4

/**
 * Colours of films: mean change of a* and b* along the motion of the picture, from one frame to the next, coloured with
 * the state of the frame before and each frame by itself. Motion is found on the gray frames by the dense search of
 * `interpolate`, which colouring does not use.
 */
export async function benchSteady(data: string): Promise<void> {
  const videos = join(data, '..', 'video')
  const clips = existsSync(videos) ? (await readdir(videos)).filter((name) => name.endsWith('.mp4')) : []
  if (clips.length === 0) return console.log('\nskipped: no clips')
  const rows: string[][] = []
  for (const clip of clips) {
    rows.push([clip, ...(await judge(join(videos, clip))).map((value) => fixed(value, 2))])
    process.stderr.write(`${rows.at(-1)?.join('  ')}\n`)
  }
  const mean = (which: number) => fixed(rows.reduce((sum, row) => sum + Number(row[which]), 0) / rows.length, 2)
  rows.push(['mean', ...[1, 2, 3, 4, 5, 6].map(mean)])
  const head = ['clip', 'carried', 'by itself', 'part', 'chroma carried', 'chroma by itself', 's a frame']
  printTable(`Colours of ${FRAMES} frames: change along motion, in a*b*`, head, rows)
}

async function judge(file: string): Promise<number[]> {
  const context = createRunContext({ sessions, cancelled: () => false, progress: () => undefined })
  const params = operation.params.parse({ mark: false })
  const cuts = new CutFinder()
  const [carried, alone] = [new Steadiness(), new Steadiness()]
  let [state, since, seconds, count]: [ColourState | undefined, number, number, number] = [undefined, 0, 0, 0]
  let before: Look | undefined
  for await (const { frame, grid } of framesOf(file)) {
    const gray = grayOf(frame)
    const colour = rgbOf(gray)
    if (cuts.isCut(grid)) [state, since, before] = [undefined, 0, undefined]
    const started = performance.now()
    const made = await colourFrame(colour, { before: state, isColour: false }, params, context)
    seconds += (performance.now() - started) / 1000
    const single = await colourFrame(colour, { isColour: false }, params, context)
    state = made.state
    const look: Look = { levels: levelsOf(colour), lightness: planes(colour)[0] }
    const same = before && since >= SETTLING ? placesIn(look, before) : undefined
    const half = { width: frame.width >> 1, height: frame.height >> 1 }
    carried.take(planes(made.image), same, half)
    alone.take(planes(single.image), same, half)
    before = look
    since++
    count++
  }
  const part = carried.mean / alone.mean
  return [carried.mean, alone.mean, part, carried.chroma, alone.chroma, seconds / count]
}

async function* framesOf(file: string): AsyncGenerator<{ readonly frame: Raster; readonly grid: Float32Array }> {
  const tools = openFilmTools()
  const { picture: track } = await tools.probe(file)
  const { width, height } = track
  const { frames } = await tools.decode({ file, track, size: { width, height }, depth: 8 })
  let count = 0
  for await (const { samples } of frames) {
    const { grid } = lookAt(samples, width, height)
    yield { frame: rasterOfSamples(samples, width, height, 8), grid }
    if (++count === FRAMES) return
  }
}

function rgbOf(gray: Raster): Raster {
  const result = createRaster(gray.width, gray.height, 3, false)
  for (let i = 0; i < result.store.length; i++) result.store[i] = gray.store[Math.floor(i / 3)] as number
  return result
}

/** L*, a* and b* at half the size. */
function planes(image: Raster): [Float32Array, Float32Array, Float32Array] {
  const data = toFloats(image)
  const [width, height] = [image.width >> 1, image.height >> 1]
  const all = [0, 1, 2].map(() => new Float32Array(width * height)) as [Float32Array, Float32Array, Float32Array]
  for (let i = 0; i < width * height; i++) {
    const first = 2 * Math.floor(i / width) * image.width + 2 * (i % width)
    for (const at of [first, first + 1, first + image.width, first + image.width + 1]) {
      const lab = labOf(data[3 * at] as number, data[3 * at + 1] as number, data[3 * at + 2] as number)
      for (const [c, plane] of all.entries()) plane[i] = (plane[i] as number) + (lab[c] as number) / 4
    }
  }
  return all
}

interface Look {
  readonly levels: ReturnType<typeof levelsOf>
  readonly lightness: Float32Array
}

/** Where every pixel comes from, between pixels; undefined where it is not the same place. */
type Places = readonly (readonly [x: number, y: number] | undefined)[]

function placesIn(now: Look, before: Look): Places {
  const back = motionBetween(now.levels, before.levels, 1)
  const forth = motionBetween(before.levels, now.levels, 1)
  const { width, height } = back
  return Array.from({ length: width * height }, (_, i) => {
    const [dx, dy] = [back.dx[i] as number, back.dy[i] as number]
    const [x, y] = [(i % width) + dx, Math.floor(i / width) + dy]
    if (x < 0 || y < 0 || x > width - 1 || y > height - 1) return undefined
    const [u, v] = [between(forth.dx, width, height, x, y), between(forth.dy, width, height, x, y)]
    const apart = (now.lightness[i] as number) - between(before.lightness, width, height, x, y)
    return Math.hypot(dx + u, dy + v) < MEETS && Math.abs(apart) < ALIKE ? ([x, y] as const) : undefined
  })
}

/** How much colours change from frame to frame, and how strong they are. */
class Steadiness {
  private before: readonly Float32Array[] | undefined
  private changes = 0
  private places = 0
  private strength = 0
  private frames = 0

  take([, a, b]: [Float32Array, Float32Array, Float32Array], same: Places | undefined, { width, height }: Size): void {
    const [oldA, oldB] = this.before ?? []
    if (same && oldA && oldB)
      for (const [i, from] of same.entries()) {
        if (!from) continue
        const [wasA, wasB] = [between(oldA, width, height, ...from), between(oldB, width, height, ...from)]
        this.changes += Math.hypot((a[i] as number) - wasA, (b[i] as number) - wasB)
        this.places++
      }
    this.strength += a.reduce((sum, value, i) => sum + Math.hypot(value, b[i] as number), 0) / a.length
    this.frames++
    this.before = [a, b]
  }

  get mean(): number {
    return this.changes / Math.max(1, this.places)
  }
  get chroma(): number {
    return this.strength / Math.max(1, this.frames)
  }
}
