import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import sharp from 'sharp'
import { afterAll, expect, test } from 'vitest'
import { installStandIn, repeater } from '../../src/engine/inference/testing/stand-ins.ts'
import type { StagePeak } from '../bench/huge-child.ts'
import { watchMemory } from '../bench/memory.ts'
import { drawnJpeg } from '../bench/pictures.ts'

/**
 * The way of a result that is too big for memory, at a size that takes seconds: the limit is set lower instead. The
 * same at full size is `npm run bench -- huge`.
 */
const folder = mkdtempSync(join(tmpdir(), 'daguerre-large-'))
afterAll(() => rmSync(folder, { recursive: true }))
const [WIDTH, HEIGHT, SCALE] = [2400, 1800, 4]
// Large enough that what is always needed, and what waits to be let go (0.2 to 0.3 GB), does not decide.
const FLOAT_BYTES = WIDTH * HEIGHT * SCALE ** 2 * 3 * 4

test.for(['tif', 'png'])('no stage on the way to a .%s holds the whole result as floats', async (ending, context) => {
  if (!existsSync('/proc/self/clear_refs')) return context.skip('skipped: this system does not tell how much was taken')
  const input = join(folder, 'photo.jpg')
  const output = join(folder, `large.${ending}`)
  await drawnJpeg(input, WIDTH, HEIGHT)
  installStandIn(join(folder, 'models'), 'cheap-x4', repeater(SCALE))
  const bench = resolve(import.meta.dirname, '../bench/run.ts')
  const wish = [input, output, join(folder, 'models'), 'cheap-x4', '1000000', '256']
  const { status, output: told } = await watchMemory([bench, 'huge-child', ...wish])
  expect(status).toBe(0)
  const { stages } = JSON.parse(told) as { stages: StagePeak[] }
  expect(stages.map(({ stage }) => stage)).toEqual(['start', 'open', 'upscale', 'check', 'save'])
  for (const { stage, grown } of stages) expect([stage, (grown ?? 0) < FLOAT_BYTES * 0.9]).toEqual([stage, true])
  const { width, height } = await sharp(output, { limitInputPixels: false }).metadata()
  expect([width, height]).toEqual([WIDTH * SCALE, HEIGHT * SCALE])
})
