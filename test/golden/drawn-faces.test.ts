import { afterAll, describe, expect, test } from 'vitest'
import { builtInModels } from '../../src/engine/built-in-models.ts'
import { facesOf } from '../../src/engine/faces/find-in-picture.ts'
import { openModelStore } from '../../src/engine/inference/models.ts'
import { createSessionPool } from '../../src/engine/inference/session-pool.ts'
import { openPicture } from '../../src/engine/media/open.ts'
import { testContext } from '../../src/engine/pipeline/test-context.ts'
import operation from '../../src/operations/restore-faces/op.ts'
import { run } from '../../src/operations/restore-faces/run.ts'
import { type Raster, toFloats } from '../../src/shared/image/raster.ts'
import { type DrawnName, drawnCrowd, drawnFace, drawnFaces, drawnPoints, paintedFace } from './drawn-faces.ts'

/**
 * What our finder makes of faces of our own drawing. They prove that light and dark skin, children, crowds and paint are
 * no reason to be overlooked or to have eyes and mouth put elsewhere, as far as shapes go; real skin, lenses, cloth and
 * profiles are another matter, and only measured on real pictures (`npm run bench:quality -- faces`).
 */
const models = openModelStore([builtInModels()])
const sessions = createSessionPool(models, { device: 'cpu', threads: 1 })
afterAll(() => sessions.release())

const opened = async (bytes: Buffer): Promise<Raster> => (await openPicture({ name: 'drawn.png', bytes })).raster
const find = async (picture: Raster) => (await facesOf(picture, { models, sessions })).faces

describe('a drawn face', () => {
  test.each<DrawnName>(['light', 'dark', 'darkest', 'child', 'darkGlasses'])(
    '%s: is found where it is',
    async (name) => {
      const kind = drawnFaces[name]
      const [face, ...more] = await find(await opened(await drawnFace(kind)))
      expect(more).toEqual([])
      expect(face?.limit).toBeNull()
      drawnPoints(kind).forEach(([x, y], i) => {
        const [across = 0, down = 0] = face?.points[i] ?? []
        // A quarter of the distance of the eyes.
        expect(Math.hypot(across - x, down - y), `point ${i}`).toBeLessThan(19)
      })
    },
  )

  test('dark skin and light skin are the same face to it', async () => {
    const [one, other] = await Promise.all(
      [drawnFaces.light, drawnFaces.dark].map(async (kind) => (await find(await opened(await drawnFace(kind))))[0]),
    )
    expect(Math.abs((one?.score ?? 0) - (other?.score ?? 1))).toBeLessThan(0.1)
    expect(Math.abs((one?.eyes ?? 0) - (other?.eyes ?? 99))).toBeLessThan(6)
  })

  test('painted: counts as a face', async () => {
    expect(await find(await opened(await paintedFace(drawnFaces.light)))).toHaveLength(1)
  })

  test('in a crowd: every one of them', async () => {
    const { picture, faces } = await drawnCrowd()
    expect((await find(await opened(picture))).length).toBe(faces)
  })

  test('a small one is found, and left alone', async () => {
    const found = await find(await opened(await drawnFace(drawnFaces.light, 36)))
    for (const face of found) expect(face.limit).not.toBeNull()
  })

  test.each<DrawnName>(['mask', 'profile'])(
    '%s: nothing is painted where eyes, nose and mouth are not seen',
    async (name) => {
      const picture = await opened(await drawnFace(drawnFaces[name]))
      const params = operation.params.parse({ candidate: 'strong', strength: 1 })
      const { image } = await run(picture, params, testContext({ sessions }))
      expect(toFloats(image)).toEqual(toFloats(picture))
    },
  )
})
