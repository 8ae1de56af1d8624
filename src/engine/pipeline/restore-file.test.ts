import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, expect, test } from 'vitest'
import { codeOf } from '../../shared/errors.ts'
import { openModelStore } from '../inference/models.ts'
import { installRepairers } from '../inference/testing/repair-stand-ins.ts'
import { installUpscalers } from '../inference/testing/stand-ins.ts'
import { type RestoreFileOptions, restoreFile } from './restore-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'daguerre-file-'))
installUpscalers(join(folder, 'models'))
installRepairers(join(folder, 'models'))
afterAll(() => rmSync(folder, { recursive: true }))
const place = (name: string) => join(folder, name)

const input = place('faded.png')
const [WIDTH, HEIGHT] = [320, 240]
await sharp(
  Buffer.from(
    Uint8Array.from({ length: WIDTH * HEIGHT }, (_, i) => {
      const [x, y] = [i % WIDTH, Math.floor(i / WIDTH)]
      return 128 + 45 * Math.sin(x / 20) * Math.cos(y / 17) + ((Math.floor(x / 9) + Math.floor(y / 9)) % 2) * 12
    }),
  ),
  { raw: { width: WIDTH, height: HEIGHT, channels: 1 } },
)
  .toColourspace('b-w')
  .png()
  .toFile(input)

const options = (changes: Partial<RestoreFileOptions>): RestoreFileOptions => ({
  input,
  output: place('out.png'),
  recipe: 'auto',
  format: 'png',
  models: openModelStore([place('models')]),
  device: 'cpu',
  threads: 1,
  cancelled: () => false,
  onProgress: () => undefined,
  ...changes,
})

test('restores a file as its analysis proposes, and leaves the original as it was', async () => {
  const before = readFileSync(input)
  const seen: number[] = []
  const report = await restoreFile(
    options({ saveMask: place('mask.png'), onProgress: ({ fraction }) => seen.push(fraction) }),
  )
  expect(report.recipe.steps.map((step) => step.operation)).toEqual(['recover-tone', 'upscale'])
  expect(report).toMatchObject({ width: 640, height: 480, models: ['upscale-clean-x2'], output: place('out.png') })
  expect(report.fidelity).toBeGreaterThan(30)
  expect(await sharp(place('out.png')).metadata()).toMatchObject({ width: 640, height: 480, space: 'b-w' })
  expect(await sharp(place('mask.png')).metadata()).toMatchObject({ width: 640, height: 480 })
  expect(readFileSync(input)).toEqual(before)
  expect(seen.toSorted((a, b) => a - b)).toEqual(seen)
  expect(seen.at(-1)).toBe(1)
  expect(JSON.parse(JSON.stringify(report))).toEqual(report)
})

test('the input is never written over, whatever is allowed', async () => {
  const failure = await restoreFile(options({ output: input, overwrite: true })).catch((error: unknown) => error)
  expect(codeOf(failure)).toBe('would-overwrite')
})

test('a missing input is one clear sentence', async () => {
  const failure = await restoreFile(options({ input: place('nowhere.jpg') })).catch((error: unknown) => error)
  expect(codeOf(failure)).toBe('file-missing')
})

test('a cancelled work leaves no file', async () => {
  let asked = 0
  const output = place('cancelled.png')
  const failure = await restoreFile(options({ output, cancelled: () => ++asked > 1 })).catch((error: unknown) => error)
  expect(codeOf(failure)).toBe('cancelled')
  expect(() => readFileSync(output)).toThrow()
})

test('a preset that finds nothing to restore writes no copy where none is wanted', async () => {
  const sound = place('sound.png')
  const [width, height] = [1200, 900]
  const cloth = Buffer.from(
    Uint8Array.from({ length: width * height }, (_, i) => {
      const [x, y] = [i % width, Math.floor(i / width)]
      return (
        127 + 127 * Math.sin(x / 90) * Math.cos(y / 70) * ((Math.floor(x / 5) + Math.floor(y / 5)) % 2 === 0 ? 1 : 0.8)
      )
    }),
  )
  await sharp(cloth, { raw: { width, height, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toFile(sound)
  const wanted = options({ input: sound, output: place('copy.png'), recipe: 'faithful', skipHealthy: true })
  expect(codeOf(await restoreFile(wanted).catch((error: unknown) => error))).toBe('nothing-to-do')
  expect(existsSync(wanted.output)).toBe(false)
  expect((await restoreFile({ ...wanted, skipHealthy: false })).recipe.steps).toEqual([])
})

test.skipIf(process.platform === 'win32')('a named pipe is refused at once, not waited for', async () => {
  const pipe = place('pipe.png')
  execFileSync('mkfifo', [pipe])
  expect(codeOf(await restoreFile(options({ input: pipe })).catch((error: unknown) => error))).toBe('file-unreadable')
})

test('a map does not take the place of an original, nor of any file that is there', async () => {
  const other = place('other.png')
  copyFileSync(input, other)
  const refused = (changes: Partial<RestoreFileOptions>) =>
    restoreFile(options({ output: place('new.png'), ...changes })).then(
      () => 'done',
      (error: unknown) => codeOf(error),
    )
  expect(await refused({ saveMask: input, overwrite: true })).toBe('would-overwrite')
  expect(await refused({ saveMask: other })).toBe('would-overwrite')
  expect(await refused({ saveMask: place('new.png'), overwrite: true })).toBe('would-overwrite')
  expect(await refused({ saveMask: join(folder, 'nowhere', 'map.png') })).toBe('no-permission')
  expect(existsSync(place('new.png'))).toBe(false)
  expect(readFileSync(other).equals(readFileSync(input))).toBe(true)
})

test('an animation becomes a still, and that is said', async () => {
  const moving = place('moving.gif')
  const frames = Buffer.alloc(40 * 60 * 3, 90).fill(200, 40 * 30 * 3)
  await sharp(frames, { raw: { width: 40, height: 60, channels: 3, pageHeight: 30 } })
    .gif({ loop: 0, delay: [100, 100] })
    .toFile(moving)
  const { notes } = await restoreFile(options({ input: moving, output: place('still.png') }))
  expect(notes).toEqual(['“moving.gif” moves: only its first frame was restored.'])
})
