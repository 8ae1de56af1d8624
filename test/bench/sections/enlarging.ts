import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { InferenceSession } from 'onnxruntime-node'
import { ort } from '../../../src/engine/inference/onnx-runtime.ts'
import { fromPlanes, toPlanes } from '../../../src/engine/inference/planar.ts'
import { resample } from '../../../src/engine/pipeline/resample.ts'
import { niqe, type Pristine } from '../../../src/engine/quality/niqe/niqe.ts'
import { psnrY } from '../../../src/engine/quality/reference.ts'
import { networkFor, type Style } from '../../../src/operations/upscale/networks.ts'
import { type Raster, toFloats } from '../../../src/shared/image/raster.ts'
import { apply, cut, has, pictures, to8Bit } from '../apply.ts'
import { shrinkLikeMatlab } from '../imresize.ts'
import { fixed, printTable } from '../table.ts'
import { noisy } from './cleaning.ts'

const scales = [2, 3, 4] as const

/** The published protocol: sides a multiple of the scale, result rounded to 8 bits, a border as wide as the scale cut. */
export async function benchEnlarge(data: string): Promise<void> {
  const rows: string[][] = []
  for (const set of ['set5', 'set14']) {
    for (const scale of scales) {
      const styles = (['clean', 'srcnn', 'fsrcnn'] as const).filter((style) => has(networkFor(scale, style).model))
      const sums = new Map<Style | 'lanczos', number>()
      let count = 0
      for await (const picture of pictures(join(data, set))) {
        const truth = cut(
          picture,
          0,
          0,
          picture.width - (picture.width % scale),
          picture.height - (picture.height % scale),
        )
        const small = shrinkLikeMatlab(truth, scale)
        const add = (name: Style | 'lanczos', result: Raster) =>
          sums.set(name, (sums.get(name) ?? 0) + score(truth, result, scale))
        add('lanczos', await resample(small, truth))
        for (const style of styles) add(style, (await apply(small, 'upscale', { scale, style })).picture.raster)
        count++
      }
      for (const [name, sum] of sums) rows.push([set, `x${scale}`, name, fixed(sum / count, 2)])
    }
  }
  printTable('Enlargement of MATLAB-bicubic pictures, mean Y-PSNR in dB', ['set', 'scale', 'style', 'PSNR-Y'], rows)
}

function score(truth: Raster, result: Raster, border: number): number {
  const inner = (image: Raster) => cut(image, border, border, image.width - 2 * border, image.height - 2 * border)
  return psnrY(inner(truth), to8Bit(inner(result)))
}

/** Degraded photos enlarged by 4: naturalness and speed beside the official general-x4v3. */
export async function benchReal(data: string): Promise<void> {
  const reference = join(data, '../../reference-models')
  if (!has('upscale-real-x4')) return
  if (!existsSync(join(reference, 'realesr-general-x4v3.onnx'))) return console.log('\nskipped: no reference models')
  const pristine = JSON.parse(readFileSync(join(reference, 'niqe-pristine.json'), 'utf8')) as Pristine
  const official = await ort.InferenceSession.create(readFileSync(join(reference, 'realesr-general-x4v3.onnx')))
  const sums = { lanczos: 0, ours: 0, official: 0, ourSeconds: 0, officialSeconds: 0, count: 0 }
  const judge = (image: Raster) => niqe(to8Bit(image), pristine) ?? Number.NaN
  for await (const picture of pictures(join(data, 'cid22-val'))) {
    const small = await degraded(picture, ++sums.count)
    const start = performance.now()
    const ours = (await apply(small, 'upscale', { scale: 4, style: 'real', denoise: 1 })).picture.raster
    const between = performance.now()
    const theirs = await runOfficial(official, small)
    sums.officialSeconds += performance.now() - between
    sums.ourSeconds += between - start
    sums.ours += judge(ours)
    sums.official += judge(theirs)
    sums.lanczos += judge(await resample(small, { width: small.width * 4, height: small.height * 4 }))
  }
  const mean = (sum: number) => fixed(sum / sums.count, 2)
  printTable(
    `Degraded photos of cid22-val, 4 times as large: NIQE with the official pristine model (lower is better)`,
    ['Lanczos', 'real', 'general-x4v3', 'times as fast'],
    [[mean(sums.lanczos), mean(sums.ours), mean(sums.official), fixed(sums.officialSeconds / sums.ourSeconds, 1)]],
  )
}

/** A quarter of the size, soft, with noise: what a small old scan is like. */
async function degraded(picture: Raster, seed: number): Promise<Raster> {
  const side = (length: number) => Math.floor(length / 4)
  const soft = await resample(
    await resample(picture, { width: side(picture.width) >> 1, height: side(picture.height) >> 1 }),
    {
      width: side(picture.width),
      height: side(picture.height),
    },
  )
  return noisy(soft, 6, seed)
}

async function runOfficial(session: InferenceSession, image: Raster): Promise<Raster> {
  const { width, height } = image
  const input = new Float32Array(3 * width * height)
  toPlanes(image, toFloats(image), 3, input)
  const name = session.inputNames[0] as string
  const results = await session.run({ [name]: new ort.Tensor('float32', input, [1, 3, height, width]) })
  const output = results[session.outputNames[0] as string]?.data as Float32Array
  const planes = { data: output, channels: 3, stride: width * 4, rows: height * 4 } as const
  return fromPlanes(planes, width * 4, height * 4, () => undefined)
}
