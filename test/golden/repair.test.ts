import sharp from 'sharp'
import { afterAll, expect, test } from 'vitest'
import { builtInModels } from '../../src/engine/built-in-models.ts'
import { openModelStore } from '../../src/engine/inference/models.ts'
import { createSessionPool } from '../../src/engine/inference/session-pool.ts'
import { createRunContext } from '../../src/engine/pipeline/context.ts'
import { fillTile } from '../../src/operations/repair-scratches/fill.ts'
import { DAMAGE, widen } from '../../src/operations/repair-scratches/mask.ts'
import { contextOf } from '../../src/operations/support/context-of.ts'
import { type Raster, rasterOf, toFloats } from '../../src/shared/image/raster.ts'
import { damage } from '../bench/yardsticks/damage.ts'
import { telea } from '../bench/yardsticks/telea.ts'

/** The filler we ship, on a drawing of our own with damage of our own. */
const sessions = createSessionPool(openModelStore([builtInModels()]), { device: 'cpu', threads: 0 })
afterAll(() => sessions.release())

const [WIDTH, HEIGHT] = [320, 240]
const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}">
  <defs><linearGradient id="s" x2="0" y2="1"><stop offset="0" stop-color="#9fb4c4"/><stop offset="1" stop-color="#e2ddd0"/></linearGradient></defs>
  <rect width="320" height="240" fill="url(#s)"/><path d="M0 170 Q90 130 180 165 T320 150 V240 H0Z" fill="#6f7d5c"/>
  <path d="M60 170 V95 L110 62 L160 95 V170Z" fill="#a8836b"/><path d="M52 98 L110 58 L168 98Z" fill="#55392f"/>
  <g fill="#2f2a28"><rect x="78" y="108" width="22" height="26"/><rect x="120" y="108" width="22" height="26"/></g>
  <circle cx="240" cy="120" r="42" fill="#4d6142"/><rect x="234" y="150" width="12" height="40" fill="#4a3527"/></svg>`

async function drawn(): Promise<Raster> {
  const bytes = await sharp(Buffer.from(drawing)).removeAlpha().blur(0.7).raw().toBuffer()
  return rasterOf(
    WIDTH,
    HEIGHT,
    3,
    Float32Array.from(bytes, (value) => value / 255),
  )
}

function fill(image: Raster, mask: Uint8Array, startTile: number): Promise<Raster> {
  const context = createRunContext({ sessions, cancelled: () => false, progress: () => undefined, startTile })
  const grain = { columns: 1, cells: new Map() }
  return context.session('inpaint-thin').then((session) => {
    const work = { image, mask, grain, wide: [], session, strength: 1, seed: 0 }
    const needs = { overlap: contextOf(session), align: session.card.multiple }
    return context.tile(image, needs, (tile, place) => fillTile(tile, place, work))
  })
}

const psnr = (a: Raster, b: Raster, inside: Uint8Array) => {
  let [squares, count] = [0, 0]
  toFloats(a).forEach((value, i) => {
    if (inside[Math.floor(i / 3)] === 0) return
    squares += (value - (b.store[i] as number)) ** 2
    count++
  })
  return 10 * Math.log10(count / squares)
}

test('the filler beats fast marching by 1.5 dB, and leaves what is whole', async () => {
  const truth = await drawn()
  const { image, mask } = damage(truth, 11)
  const marks = mask.map((value) => value * DAMAGE)
  widen(marks, image, 1, DAMAGE)
  const holes = marks.map((value) => (value === 0 ? 0 : 1))
  const filled = await fill(image, marks, 1024)
  expect(psnr(truth, filled, mask)).toBeGreaterThan(psnr(truth, telea(image, holes), mask) + 1.5)
  const [before, after] = [toFloats(image), toFloats(filled)]
  expect(after.every((value, i) => marks[Math.floor(i / 3)] !== 0 || value === before[i])).toBe(true)
})

test('64 pixels of context are enough: tiles cannot be told from the whole', async () => {
  const { image, mask } = damage(await drawn(), 12)
  const marks = mask.map((value) => value * DAMAGE)
  const [whole, tiled] = [toFloats(await fill(image, marks, 1024)), toFloats(await fill(image, marks, 224))]
  const worst = whole.reduce((most, value, i) => Math.max(most, Math.abs(value - (tiled[i] as number))), 0)
  expect(worst).toBeLessThan(1 / 255)
})
