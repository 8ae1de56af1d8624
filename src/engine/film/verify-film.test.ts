import { expect, test } from 'vitest'
import { AppError } from '../../shared/errors.ts'
import { readFacts } from './facts.ts'
import type { FilmTools } from './tools/film-tools.ts'
import { verifyFilm } from './verify-film.ts'

const picture = { index: 0, codec_type: 'video', codec_name: 'h264', width: 64, height: 48, duration: '1.000' }
const sound = { index: 1, codec_type: 'audio', codec_name: 'aac', channels: 2 }
const expected = { frames: 25, width: 64, height: 48, seconds: 1, frameSeconds: 0.04, sounds: 1 }

/** Reads back what ffprobe would say of such a file. */
function verify(streams: readonly object[], frames: number): Promise<string> {
  const count = async () => ({ facts: readFacts({ streams, format: {} }, 'made.mp4'), frames })
  const readBack = verifyFilm({ count } as unknown as FilmTools, '/tmp/temporary', 'made.mp4', expected)
  return readBack.then(
    () => 'kept',
    (error: AppError) => `${error.code}: ${error.message}`,
  )
}

const wrong = (what: string) => `result-insane: The film “made.mp4” came out wrong (${what}) and was not kept.`

test.each([
  ['a film as it should be', [picture, sound], 25, 'kept'],
  ['one without a single frame', [picture, sound], 0, wrong('0 of 25 frames')],
  ['one of sound alone', [sound], 0, wrong('it has no picture')],
  [
    'one with a cover for a picture',
    [{ ...picture, disposition: { attached_pic: 1 } }, sound],
    1,
    wrong('it has no picture'),
  ],
  ['nothing at all', [], 0, wrong('it has no picture')],
  ['one frame too few', [picture, sound], 24, wrong('24 of 25 frames')],
  ['one on its side', [{ ...picture, width: 48, height: 64 }, sound], 25, wrong('48 x 64 pixels')],
  ['one that lost its sound', [picture], 25, wrong('0 of 1 sound tracks')],
  ['one frame longer', [{ ...picture, duration: '1.040' }, sound], 25, 'kept'],
  ['two frames longer', [{ ...picture, duration: '1.080' }, sound], 25, wrong('1.08 instead of 1.00 seconds')],
])('%s', async (_name, streams, frames, outcome) => {
  expect(await verify(streams, frames)).toBe(outcome)
})

test('what cannot be read back is told as that', async () => {
  const count = () => Promise.reject(new AppError('file-unreadable', 'It cannot be opened.'))
  const readBack = verifyFilm({ count } as unknown as FilmTools, '/tmp/temporary', 'made.mp4', expected)
  await expect(readBack).rejects.toMatchObject({ code: 'file-unreadable' })
})

test('a length that the container guesses too short by uneven last frames is no fault; any other is', async () => {
  const readBack = (duration: string) => {
    const facts = readFacts({ streams: [{ ...picture, duration }, sound], format: {} }, 'made.mp4')
    const tools = { count: async () => ({ facts, frames: 25 }) } as unknown as FilmTools
    return verifyFilm(tools, '/tmp/temporary', 'made.mp4', { ...expected, uneven: 0.2 })
  }
  await expect(readBack('0.800')).resolves.toBeUndefined()
  await expect(readBack('0.700')).rejects.toMatchObject({ code: 'result-insane' })
  await expect(readBack('1.100')).rejects.toMatchObject({ code: 'result-insane' })
})
