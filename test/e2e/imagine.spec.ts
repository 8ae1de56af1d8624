import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { sixteenSquares } from '../../src/engine/inference/testing/generator-stand-in.ts'
import { writeGraph } from '../../src/engine/inference/testing/onnx-writer.ts'
import { drawnFace, drawnFaces } from '../golden/drawn-faces.ts'
import { expect, importPictures, openPicture, test } from './support/studio.ts'

const shots = process.env.DAGUERRE_SHOTS
const { nodes, weights, ends } = sixteenSquares()
const generator = writeGraph(nodes, weights, ends?.inputs ?? [], ends?.outputs ?? [])

test('a face is imagined with a generator of one’s own, and the result says that it is nobody', async ({ studio }) => {
  test.setTimeout(180_000)
  const buffer = await drawnFace(drawnFaces.dark)
  await importPictures(studio, [{ name: 'face.png', mimeType: 'image/png', buffer }])
  await studio.getByRole('button', { name: 'Models' }).click()
  const chooser = studio.waitForEvent('filechooser')
  await studio.getByRole('button', { name: 'Import a model file…' }).click()
  await (await chooser).setFiles([{ name: 'mine.onnx', mimeType: 'application/octet-stream', buffer: generator }])
  await expect(studio.getByText('Imagines faces')).toBeVisible({ timeout: 30_000 })
  await studio.getByRole('button', { name: 'Library' }).click()
  await openPicture(studio, 'face.png')

  const face = studio.getByRole('button', { name: /^Face 1:/ })
  await face.click({ timeout: 60_000 })
  const part = studio.getByRole('region', { name: 'Imagine a face' })
  await expect(part).toContainText('not the person')
  await part.getByRole('button', { name: 'Imagine a face' }).click()
  const strangers = part.getByRole('button', { name: /^Keep stranger/ })
  await expect(strangers).toHaveCount(4, { timeout: 60_000 })
  await expect(strangers.first()).toContainText(/close enough/i)
  if (shots) await studio.screenshot({ path: join(shots, 'gallery.png') })
  const { violations } = await new AxeBuilder({ page: studio }).analyze()
  expect(violations).toEqual([])

  await strangers.first().click()
  const version = studio.getByRole('region', { name: 'Versions' }).getByText('Imagined, not recovered')
  await expect(version).toBeVisible({ timeout: 60_000 })
  await version.click()
  await expect(studio.getByText('Imagined, not recovered').nth(1)).toBeVisible()
  if (shots) await studio.screenshot({ path: join(shots, 'version.png') })
  await studio.keyboard.press('g')
  await expect(studio.getByText('Imagined face').first()).toBeVisible()
  // A stranger is no restoration: the badge does not say so.
  await expect(studio.getByRole('main').getByText('Restored', { exact: true })).toHaveCount(0)
  if (shots) await studio.screenshot({ path: join(shots, 'library.png') })
})
