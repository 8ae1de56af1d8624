import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { labOf, writeLab } from '../../../src/operations/support/lab.ts'
import { createRaster, type Raster, toFloats } from '../../../src/shared/image/raster.ts'
import { apply, models, pictures } from '../apply.ts'
import { fixed, printTable } from '../table.ts'
import { type ColourMeasure, compareColours, meanOf } from '../yardsticks/colour.ts'
import { numbers } from '../yardsticks/damage.ts'
import { alignPlates } from '../yardsticks/plates.ts'

const OURS = 'colorize-photo'
const VIVIDNESS = [0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 1.75, 2]
const HINTS = 5
const RADIUS = 0.01

/** The networks for colours that are here: ours, and those in the folder `DAGUERRE_MODELS` names. */
const networks = () =>
  models
    .list()
    .filter(({ task }) => task === 'colorize')
    .map(({ id }) => ({ name: id === OURS ? 'ours' : id, model: id === OURS ? 'auto' : id }))

/**
 * Photos without their colours, coloured again: CIEDE2000 against the truth, colourfulness as a part of the truth's
 * (ratio of means), pixels whose colour is plainly another one. Our network also over all its vividness, and with five
 * colours of the truth as hints; then the same on plates of 1905-15.
 */
export async function benchColour(data: string): Promise<void> {
  const truths = await all(pictures(join(data, 'cid22-val')))
  await compare(`${truths.length} photos of cid22-val`, truths)
  if (networks().some(({ model }) => model === 'auto')) {
    await curve(truths)
    await withHints(truths)
  } else console.log(`\nskipped: ${OURS} is not in models/ (curve, hints)`)
  const plates = join(data, '../old-photos/prokudin-gorskii-plates')
  if (!existsSync(plates)) return console.log('\nskipped: no plates of Prokudin-Gorskii')
  const aligned = (await all(pictures(plates))).map((scan) => alignPlates(scan).image)
  await compare(`${aligned.length} plates of Prokudin-Gorskii, aligned`, aligned)
}

async function all(found: AsyncGenerator<Raster>): Promise<Raster[]> {
  const list: Raster[] = []
  for await (const image of found) list.push(image)
  return list
}

/** Gray of the same lightness. */
export function grayOf(image: Raster): Raster {
  const data = toFloats(image)
  const result = createRaster(image.width, image.height, 1, false)
  const rgb = new Float32Array(3)
  for (let i = 0; i < result.store.length; i++) {
    const at = i * image.channels
    writeLab(labOf(data[at] as number, data[at + 1] as number, data[at + 2] as number)[0], 0, 0, rgb, 0)
    result.store[i] = rgb[1] as number
  }
  return result
}

const colour = async (truth: Raster, params: Record<string, unknown>): Promise<ColourMeasure> =>
  compareColours(truth, (await apply(grayOf(truth), 'colorize', { mark: false, ...params })).picture.raster)

const columns = (measures: readonly ColourMeasure[], gray: number): string[] => {
  const difference = meanOf(measures, (measure) => measure.difference)
  const share =
    meanOf(measures, ({ colourful }) => colourful) / meanOf(measures, ({ trulyColourful }) => trulyColourful)
  const better = 100 * (1 - difference / gray)
  return [
    fixed(difference, 2),
    `${better >= 0 ? '+' : ''}${fixed(better, 1)}`,
    fixed(100 * share, 0),
    fixed(100 * meanOf(measures, ({ wrong }) => wrong), 1),
  ]
}
const head = ['', 'CIEDE2000', 'better than gray %', 'colourfulness %', 'wrong %']
const grayLevel = (truths: readonly Raster[]) =>
  meanOf(
    truths.map((truth) => compareColours(truth, grayOf(truth))),
    ({ difference }) => difference,
  )

async function compare(title: string, truths: readonly Raster[]): Promise<void> {
  const gray = truths.map((truth) => compareColours(truth, grayOf(truth)))
  const level = meanOf(gray, ({ difference }) => difference)
  const rows = [['gray', ...columns(gray, level)]]
  for (const { name, model } of networks()) {
    const measures: ColourMeasure[] = []
    for (const truth of truths)
      measures.push(await colour(truth, { model, ...(model !== 'auto' && { renderFactor: 35 }) }))
    rows.push([name, ...columns(measures, level)])
  }
  printTable(`Colours of ${title}`, head, rows)
}

async function curve(truths: readonly Raster[]): Promise<void> {
  const level = grayLevel(truths)
  const rows: string[][] = []
  for (const vividness of VIVIDNESS) {
    const measures: ColourMeasure[] = []
    for (const truth of truths) measures.push(await colour(truth, { vividness }))
    rows.push([`vividness ${vividness}`, ...columns(measures, level)])
  }
  printTable('CIEDE2000 against colourfulness', head, rows)
}

async function withHints(truths: readonly Raster[]): Promise<void> {
  const level = grayLevel(truths)
  const [without, hinted]: [ColourMeasure[], ColourMeasure[]] = [[], []]
  for (const [i, truth] of truths.entries()) {
    without.push(await colour(truth, {}))
    hinted.push(await colour(truth, { hints: trueHints(truth, HINTS, i + 1) }))
  }
  const [before, after] = [without, hinted].map((list) => meanOf(list, ({ difference }) => difference)) as [
    number,
    number,
  ]
  printTable(`${HINTS} random hints of the truth`, head, [
    ['without', ...columns(without, level)],
    ['with', ...columns(hinted, level)],
  ])
  console.log(`CIEDE2000 falls by ${fixed(100 * (1 - after / before), 1)} %.`)
}

/** Colours of the truth at random places, each the mean of its spot. */
export function trueHints(truth: Raster, count: number, seed: number) {
  const random = numbers(seed)
  const data = toFloats(truth)
  const reach = Math.max(1, Math.round(RADIUS * Math.max(truth.width, truth.height)))
  return Array.from({ length: count }, () => {
    const [x, y] = [Math.floor(random() * truth.width), Math.floor(random() * truth.height)]
    const sums = [0, 0, 0]
    let pixels = 0
    for (let v = Math.max(0, y - reach); v <= Math.min(truth.height - 1, y + reach); v++) {
      for (let u = Math.max(0, x - reach); u <= Math.min(truth.width - 1, x + reach); u++, pixels++)
        for (let c = 0; c < 3; c++) sums[c] = (sums[c] as number) + (data[(v * truth.width + u) * 3 + c] as number)
    }
    const hex = sums
      .map((sum) =>
        Math.round((255 * sum) / pixels)
          .toString(16)
          .padStart(2, '0'),
      )
      .join('')
    return { point: [(x + 0.5) / truth.width, (y + 0.5) / truth.height], colour: `#${hex}`, radius: RADIUS }
  })
}
