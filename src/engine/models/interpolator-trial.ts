import { rifeInput } from '../../operations/interpolate/rife.ts'
import { createRaster, toFloats } from '../../shared/image/raster.ts'
import { ort } from '../inference/onnx-runtime.ts'
import { refuse } from './refusal.ts'
import { firstLine, openSession } from './trial.ts'

/** What the published networks want their sides to be multiples of, the usual first. */
const MULTIPLES = [32, 64, 128]
/** Mean difference, 0..1, from the frame that stands still. */
const STILL = 0.08

/**
 * Runs a network that makes frames between two once, on a picture that stands still: it must come out as it was.
 * @param planes of its input: 7, 8 or 11
 * @returns of what its sides must be multiples
 * @throws AppError `model-refused`
 */
export async function tryInterpolator(bytes: Uint8Array, name: string, planes: number): Promise<{ multiple: number }> {
  const session = await openSession(bytes, name)
  const [input = ''] = session.inputNames
  const [output = ''] = session.outputNames
  let failure: unknown
  try {
    for (const multiple of MULTIPLES) {
      // An odd count of blocks each, so that a wider multiple is found out.
      const frame = still(3 * multiple, multiple)
      const tensor = new ort.Tensor('float32', rifeInput(frame, frame, 0.5, planes), [
        1,
        planes,
        frame.height,
        frame.width,
      ])
      const answer = await session.run({ [input]: tensor }).catch((error: unknown) => {
        failure = error
      })
      if (!answer) continue
      const found = answer[output]
      const [, channels = 0, height = 0, width = 0] = found?.dims ?? []
      if (
        !(found?.data instanceof Float32Array) ||
        channels !== 3 ||
        width !== frame.width ||
        height !== frame.height
      ) {
        const size = `${channels} channels, ${width} x ${height} of ${frame.width} x ${frame.height}`
        throw refuse(name, 'wrong-contract', `does not return one frame of the size it was given (${size}).`, size)
      }
      const gap = meanGap(found.data, rifeInput(frame, frame, 0.5, 7))
      if (!(gap < STILL))
        throw refuse(
          name,
          'wrong-contract',
          'changes a picture that stands still: it is no network for frames between.',
        )
      return { multiple }
    }
  } finally {
    await session.release()
  }
  throw refuse(name, 'does-not-run', `cannot be run: ${firstLine(failure)}.`, firstLine(failure))
}

/** Soft colours, 0.2..0.8. */
function still(width: number, height: number) {
  const image = createRaster(width, height, 3, false)
  const data = toFloats(image)
  for (let i = 0; i < data.length; i++) {
    const [colour, x, y] = [i % 3, Math.floor(i / 3) % width, Math.floor(i / 3 / width)]
    data[i] = 0.5 + 0.2 * Math.sin(x / (9 + colour) + y / 13) + 0.1 * Math.cos(y / (7 + colour))
  }
  return image
}

function meanGap(made: Float32Array, truth: Float32Array): number {
  return made.reduce((sum, value, i) => sum + Math.abs(value - (truth[i] as number)), 0) / made.length
}
