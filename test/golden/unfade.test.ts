import { afterAll, expect, test } from 'vitest'
import { builtInModels } from '../../src/engine/built-in-models.ts'
import { openModelStore } from '../../src/engine/inference/models.ts'
import { createSessionPool } from '../../src/engine/inference/session-pool.ts'
import { testContext } from '../../src/engine/pipeline/test-context.ts'
import operation from '../../src/operations/recover-colour/op.ts'
import { run } from '../../src/operations/recover-colour/run.ts'
import type { Raster } from '../../src/shared/image/raster.ts'
import { compareColours } from '../bench/yardsticks/colour.ts'
import { colourPrint, dressesAndWalls } from '../bench/yardsticks/colour-print.ts'
import { ageing, faded } from '../bench/yardsticks/fading.ts'

/** What the network we ship makes of drawn prints: scenes with a sky, grass, a house, a dress, people. */
const sessions = createSessionPool(openModelStore([builtInModels()]), { device: 'cpu', threads: 1 })
afterAll(() => sessions.release())

const recover = async (image: Raster) =>
  (await run(image, operation.params.parse({ strength: 1 }), testContext({ sessions }))).image
const difference = (truth: Raster, image: Raster) => compareColours(truth, image).difference

test.each(dressesAndWalls)(
  'a print with a dress of %s: much of what its dyes have lost comes back',
  async (dress, wall) => {
    const truth = await colourPrint(dress, wall)
    let [lost, left] = [0, 0]
    for (const seed of [1, 2, 3, 4]) {
      const old = faded(truth, ageing(seed))
      lost += difference(truth, old)
      left += difference(truth, await recover(old))
    }
    expect(left).toBeLessThan(0.7 * lost)
    expect(difference(truth, await recover(truth))).toBeLessThan(5)
  },
)
