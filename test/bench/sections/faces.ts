import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { builtInModels } from '../../../src/engine/built-in-models.ts'
import { openModelStore } from '../../../src/engine/inference/models.ts'
import { createSessionPool, type SessionPool } from '../../../src/engine/inference/session-pool.ts'
import { installModel } from '../../../src/engine/models/install.ts'
import { createRunContext } from '../../../src/engine/pipeline/context.ts'
import { restorePicture } from '../../../src/engine/pipeline/restore.ts'
import { deltaE2000 } from '../../../src/engine/quality/delta-e.ts'
import { niqe } from '../../../src/engine/quality/niqe/niqe.ts'
import pristine from '../../../src/engine/quality/niqe/pristine.json' with { type: 'json' }
import { ssimY } from '../../../src/engine/quality/reference.ts'
import { allOperations } from '../../../src/operations/index.ts'
import type { Candidate } from '../../../src/operations/restore-faces/choices.ts'
import { contractOf } from '../../../src/operations/support/faces/detectors.ts'
import { distance, eyeDistance, type Face, overlap } from '../../../src/operations/support/faces/face.ts'
import { findFaces } from '../../../src/operations/support/faces/find.ts'
import { FACE_DETECTOR, FACE_SHARPENER } from '../../../src/operations/support/faces/models.ts'
import { labOf } from '../../../src/operations/support/lab.ts'
import { enlargeBicubic } from '../../../src/operations/upscale/bicubic.ts'
import { createRaster, type Raster, toFloats } from '../../../src/shared/image/raster.ts'
import { cut, has, pictures, psnr, to8Bit } from '../apply.ts'
import { shrinkLikeMatlab } from '../imresize.ts'
import { fixed, percentile, printTable } from '../table.ts'

/** YuNet's faces that count: sure and not tiny. A picture in which it suspects none at all is called face-free. */
const [SURE, SUSPECTED, SMALLEST] = [0.8, 0.3, 24] as const
/** Every tenth picture of a folder is never trained on (models/training/face_synth.py). */
const HELD_OUT = 10
const FACTOR = 4

interface Bench {
  readonly sessions: SessionPool
  readonly store: ReturnType<typeof openModelStore>
}

/** The finder against YuNet, and what each candidate does to faces that were shrunk to a quarter. */
export async function benchFaces(data: string): Promise<void> {
  const root = dirname(data)
  const file = join(root, '../reference-models/yunet_n_dynamic.onnx')
  if (!existsSync(file)) return console.log('\nskipped: no reference models')
  const folder = await mkdtemp(join(tmpdir(), 'daguerre-bench-faces-'))
  const store = openModelStore([builtInModels(), folder])
  const sessions = createSessionPool(store, { device: 'cpu', threads: 0 })
  try {
    await installModel({ store: folder, files: [file], id: 'yunet', reserved: [], now: new Date().toISOString() })
    const bench = { sessions, store }
    if (has(FACE_DETECTOR)) await benchFinder(root, bench)
    await benchCandidates(data, bench)
  } finally {
    await sessions.release()
    await rm(folder, { recursive: true })
  }
}

const find = async (image: Raster, { sessions }: Bench, id: string): Promise<Face[]> => {
  const context = createRunContext({ sessions, cancelled: () => false, progress: () => undefined })
  return findFaces(image, await context.session(id), context)
}

async function benchFinder(root: string, bench: Bench): Promise<void> {
  const rows: string[][] = []
  for (const [folder, every] of [
    ['old-photos/portraits-bw', HELD_OUT],
    ['old-photos/bw-classics', 1],
    ['old-photos/prokudin-gorskii-plates', 1],
    ['old-photos/gfpgan-inputs', 1],
    ['faces/pixabay', HELD_OUT],
    ['eval/faces-interfaces', 1],
  ] as const) {
    let [known, found, pictureCount] = [0, 0, 0]
    const errors: number[] = []
    for await (const image of everyNth(join(root, folder), every)) {
      const truth = (await find(image, bench, 'yunet')).filter(
        ({ score, width, height }) => score >= SURE && Math.min(width, height) >= SMALLEST,
      )
      const ours = await find(image, bench, FACE_DETECTOR)
      pictureCount++
      known += truth.length
      for (const face of truth) {
        const same = ours.toSorted((a, b) => overlap(b, face) - overlap(a, face))[0]
        if (!same || overlap(same, face) < 0.4) continue
        found++
        errors.push(pointError(same, face))
      }
    }
    const share = known > 0 ? fixed((100 * found) / known, 1) : '-'
    rows.push([folder, String(pictureCount), String(known), share, fixed(percentile(errors, 0.5), 3)])
  }
  printTable(
    `Faces that YuNet is sure of (score ${SURE}, ${SMALLEST} pixels) and our finder finds; points: median distance in eye distances`,
    ['pictures of', 'looked at', 'faces', '% found', 'points'],
    rows,
  )
  let [empty, alarmed, alarms] = [0, 0, 0]
  for (const folder of ['photos/cid22', 'photos/bsds', 'photos/imagenet', 'photos/grocery'])
    for await (const image of everyNth(join(root, folder), HELD_OUT)) {
      if ((await suspects(image, bench)).length > 0) continue
      const found = await find(image, bench, FACE_DETECTOR)
      empty++
      alarms += found.length
      if (found.length > 0) alarmed++
    }
  const large = createRaster(4000, 3000, 3)
  for (let i = 0; i < large.store.length; i++) large.store[i] = 0.5 + 0.3 * Math.sin(i / 977) * Math.cos(i / 41_003)
  const seconds: number[] = []
  for (let i = 0; i < 4; i++) {
    const start = performance.now()
    await find(large, bench, FACE_DETECTOR)
    seconds.push((performance.now() - start) / 1000)
  }
  printTable(
    'Photos in which YuNet suspects no face, never trained on; and 12 megapixels without a face (all four turns are tried)',
    ['photos', 'with an alarm', 'alarms per 100', 'seconds for 12 MP'],
    [[String(empty), String(alarmed), fixed((100 * alarms) / empty, 1), fixed(Math.min(...seconds), 2)]],
  )
}

async function* everyNth(folder: string, every: number): AsyncGenerator<Raster> {
  let number = 0
  for await (const image of pictures(folder)) if (number++ % every === 0) yield image
}

/** YuNet at its most suspicious, at the picture's own size. */
async function suspects(image: Raster, { sessions }: Bench): Promise<Face[]> {
  const session = await sessions.session('yunet')
  const contract = contractOf(session.card, session.inputs)
  const up = (side: number) => Math.ceil(side / 32) * 32
  const padded = cutOut(image, up(image.width), up(image.height))
  return contract.read(await session.call(contract.feed(toFloats(padded), padded)), padded, SUSPECTED)
}

function cutOut(image: Raster, width: number, height: number): Raster {
  const result = createRaster(width, height, 3, false)
  const data = toFloats(image)
  for (let y = 0; y < image.height; y++)
    for (let x = 0; x < image.width; x++)
      for (let c = 0; c < 3; c++)
        result.store[(y * width + x) * 3 + c] = data[
          (y * image.width + x) * image.channels + Math.min(c, image.channels - 1)
        ] as number
  return result
}

const pointError = (a: Face, b: Face): number =>
  a.points.reduce((sum, point, i) => sum + distance(point, b.points[i] ?? point), 0) / 5 / eyeDistance(b)

interface Sums {
  psnr: number
  ssim: number
  niqe: number
  drift: number
  colour: number
  step: number
}

async function benchCandidates(data: string, bench: Bench): Promise<void> {
  const detector = bench.store.list().some(({ id }) => id === FACE_DETECTOR) ? FACE_DETECTOR : 'yunet'
  const networks: Candidate[] = bench.store.list().some(({ id }) => id === FACE_SHARPENER) ? ['gentle', 'strong'] : []
  const sums = new Map<string, Sums>()
  let count = 0
  for await (const picture of pictures(join(data, 'faces-interfaces'))) {
    const truth = cut(
      picture,
      0,
      0,
      picture.width - (picture.width % FACTOR),
      picture.height - (picture.height % FACTOR),
    )
    const [face] = await find(truth, bench, 'yunet')
    if (!face) continue
    count++
    const soft = to8Bit(enlargeBicubic(shrinkLikeMatlab(truth, FACTOR), FACTOR))
    const area = faceArea(face, truth)
    const judge = async (name: string, result: Raster) => {
      const before = sums.get(name) ?? { psnr: 0, ssim: 0, niqe: 0, drift: 0, colour: 0, step: 0 }
      const [part, same] = [cut(result, ...area), cut(truth, ...area)]
      const [moved] = await find(result, bench, 'yunet')
      sums.set(name, {
        psnr: before.psnr + psnr(part, same),
        ssim: before.ssim + ssimY(part, same),
        niqe: before.niqe + (niqe(to8Bit(result), pristine) ?? Number.NaN),
        drift: before.drift + (moved ? pointError(moved, face) : 1),
        colour: before.colour + meanColourShift(part, cut(soft, ...area)),
        step: before.step + borderStep(soft, result),
      })
    }
    await judge('bicubic', soft)
    for (const candidate of ['classical', ...networks])
      await judge(candidate, to8Bit(await restored(soft, { candidate, strength: 1, detector }, bench)))
  }
  const rows = [...sums].map(([name, sum]) => [
    name,
    ...[sum.psnr, sum.ssim, sum.niqe, sum.drift, sum.colour, sum.step].map((value, i) =>
      fixed(value / count, [2, 3, 2, 3, 2, 2][i]),
    ),
  ])
  printTable(
    `${count} faces of ${relative(dirname(data), join(data, 'faces-interfaces'))}, shrunk to a quarter and enlarged again`,
    ['', 'PSNR in the face', 'SSIM', 'NIQE', 'points moved', 'colour moved', 'step at the border'],
    rows,
  )
}

async function restored(raster: Raster, params: Record<string, unknown>, { store, sessions }: Bench): Promise<Raster> {
  const step = { operation: 'restore-faces', version: 1, enabled: true, params, models: [] }
  const context = { models: store, sessions, device: 'cpu' as const, threads: 0, operations: allOperations }
  const nothing = { cancelled: () => false, onProgress: () => undefined }
  const recipe = { version: 1 as const, name: 'bench', steps: [step] }
  return (await restorePicture({ raster, bitDepth: 8, metadata: {} }, recipe, { ...context, ...nothing })).picture
    .raster
}

/** The box, within the picture. */
function faceArea({ left, top, width, height }: Face, frame: Raster): [number, number, number, number] {
  const [x, y] = [Math.max(0, Math.floor(left)), Math.max(0, Math.floor(top))]
  return [x, y, Math.min(frame.width - x, Math.round(width)), Math.min(frame.height - y, Math.round(height))]
}

const meanLab = (image: Raster) => {
  const data = toFloats(image)
  const sum = [0, 0, 0]
  for (let i = 0; i < data.length; i += 3)
    for (let c = 0; c < 3; c++) sum[c] = (sum[c] as number) + (data[i + c] as number) / (data.length / 3)
  return labOf(sum[0] as number, sum[1] as number, sum[2] as number)
}
const meanColourShift = (a: Raster, b: Raster): number => deltaE2000(meanLab(a), meanLab(b))

/** Mean CIEDE2000 of the outermost pixels that were changed, against what they were. */
function borderStep(before: Raster, after: Raster): number {
  const [a, b] = [toFloats(before), toFloats(after)]
  const { width, height } = before
  const changed = (i: number) => [0, 1, 2].some((c) => a[3 * i + c] !== b[3 * i + c])
  const lab = (data: Float32Array, i: number) =>
    labOf(data[3 * i] as number, data[3 * i + 1] as number, data[3 * i + 2] as number)
  let [sum, count] = [0, 0]
  for (let y = 1; y < height - 1; y++)
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x
      if (!changed(i) || [i - 1, i + 1, i - width, i + width].every(changed)) continue
      sum += deltaE2000(lab(a, i), lab(b, i))
      count++
    }
  return count > 0 ? sum / count : 0
}
