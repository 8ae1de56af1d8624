import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openModelStore } from '../../engine/inference/models.ts'
import { createSessionPool } from '../../engine/inference/session-pool.ts'
import { lazyRefiner } from '../../engine/inference/testing/interpolator-stand-ins.ts'
import { installStandIn } from '../../engine/inference/testing/stand-ins.ts'
import { error, scene } from './moving-scene.ts'
import { INTERPOLATOR } from './networks.ts'
import { refiner } from './refine.ts'

const folder = mkdtempSync(join(tmpdir(), 'daguerre-refine-'))
const changes = {
  task: 'interpolate',
  multiple: 16,
  output: { name: 'output', channels: 8, range: [-512, 512] as [number, number], colour: 'motion' as const },
}
installStandIn(folder, INTERPOLATOR, lazyRefiner(), changes)
const sessions = createSessionPool(openModelStore([folder]), { device: 'cpu', threads: 1 })
afterAll(async () => {
  await sessions.release()
  rmSync(folder, { recursive: true })
})
const make = async (a: ReturnType<typeof scene>, b: ReturnType<typeof scene>, part: number) =>
  (await refiner(a, b, await sessions.session(INTERPOLATOR), async () => undefined))(part)

test('the network is given what it needs, at any size and moment: what it leaves as it is shows things on their way', async () => {
  const [a, b] = [scene(150, 118, -6, 0), scene(150, 118, 6, 2)]
  expect(error(await make(a, b, 0.5), scene(150, 118, 0, 1), 14)).toBeLessThan(0.01)
  expect(error(await make(a, b, 0.25), scene(150, 118, -3, 0.5), 14)).toBeLessThan(0.01)
})

test('of a large film it looks at less, and the frames keep their detail', async () => {
  const [a, b] = [scene(1200, 500, -5, 3), scene(1200, 500, 5, -3)]
  expect(error(await make(a, b, 0.5), scene(1200, 500), 16)).toBeLessThan(0.01)
})
