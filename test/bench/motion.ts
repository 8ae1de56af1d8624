import { closeSync, openSync, readSync, statSync, writeSync } from 'node:fs'
import { motionBetween } from '../../src/operations/interpolate/flow.ts'
import { levelsOf } from '../../src/operations/interpolate/level.ts'
import { rasterOf } from '../../src/shared/image/raster.ts'

/**
 * `node test/bench/run.ts motion <pairs> <motions> <width> <height>`: the motion the studio itself finds, to train on.
 * @param args file of pairs of RGB frames, bytes, one after another; file for their motions, forth and back, at half the
 * size: four planes of float32 for each pair (across and down, in pixels of that size); size of a frame
 */
export async function run([pairs, motions, ...size]: string[]): Promise<void> {
  const [width, height] = size.map(Number)
  if (!pairs || !motions || !width || !height) throw new Error('name the file of pairs, the file of motions and a size')
  const frame = new Uint8Array(width * height * 3)
  const [input, output] = [openSync(pairs, 'r'), openSync(motions, 'w')]
  const levels = () => {
    readSync(input, frame)
    return levelsOf(
      rasterOf(
        width,
        height,
        3,
        Float32Array.from(frame, (value) => value / 255),
      ),
    )
  }
  const count = statSync(pairs).size / (2 * frame.length)
  for (let i = 0; i < count; i++) {
    const [a, b] = [levels(), levels()]
    for (const { dx, dy } of [motionBetween(a, b, 1), motionBetween(b, a, 1)]) {
      writeSync(output, dx)
      writeSync(output, dy)
    }
  }
  closeSync(input)
  closeSync(output)
}
