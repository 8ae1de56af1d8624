import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { builtInModels } from '../built-in-models.ts'
import { openModelStore } from '../inference/models.ts'
import { readModelCatalog } from './catalog-file.ts'

const catalog = readModelCatalog()

describe('the catalog we ship', () => {
  test('has the models whose programs people know', () => {
    const ids = catalog.map(({ id }) => id)
    const family = ['realesr-animevideov3-x2', 'realesr-animevideov3-x3', 'realesr-animevideov3-x4']
    const others = ['realesrgan-x4plus', 'realesrgan-x4plus-anime', 'realesrnet-x4plus', 'realesrgan-x2plus']
    expect(ids).toEqual(
      expect.arrayContaining([...family, ...others, 'realesr-general-x4v3', 'realesr-general-wdn-x4v3']),
    )
    expect(new Set(catalog.map(({ task }) => task)).size).toBeGreaterThanOrEqual(5)
  })

  test('has no id twice and none of ours', () => {
    const ids = catalog.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    const own = openModelStore([builtInModels()])
      .list()
      .map(({ id }) => id)
    expect(ids.filter((id) => own.includes(id))).toEqual([])
  })

  test.each(catalog.map((entry) => [entry.id, entry] as const))('%s', (_, entry) => {
    const { download, byHand, page, licence, goodFor, finalScale } = entry
    expect(page).toMatch(/^https:\/\/github\.com\/[\w-]+\/[\w-]+/)
    expect(licence.name).toMatch(/BSD|MIT|Apache|CC|S-Lab/)
    expect(goodFor.en).toMatch(/\.$/)
    expect(goodFor['zh-CN']).toMatch(/[\u4e00-\u9fff].*。$/)
    expect(download === undefined).toBe(byHand !== undefined)
    if (finalScale !== undefined && finalScale > 1) expect(entry.id).toContain(`x${finalScale}`)
    if (!download) return
    expect(download.url).toMatch(
      /^https:\/\/(github\.com|media\.githubusercontent\.com|huggingface\.co)\/.+\.(pth|onnx)$/,
    )
    expect(download.sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(download.bytes).toBeGreaterThan(100_000)
    expect(download.sumStatedBy.length).toBeGreaterThan(20)
  })

  test('names what is not for commercial use', () => {
    expect(catalog.filter(({ licence }) => licence.nonCommercial).map(({ id }) => id)).toEqual([
      'gfpgan-1-4',
      'codeformer',
    ])
  })
})

test('a catalog of somebody else is checked like ours', () => {
  const folder = mkdtempSync(join(tmpdir(), 'daguerre-catalog-'))
  const file = join(folder, 'catalog.json')
  const [first] = catalog
  writeFileSync(file, JSON.stringify({ version: 1, models: [first] }))
  expect(readModelCatalog(file)).toEqual([first])
  writeFileSync(
    file,
    JSON.stringify({ version: 1, models: [{ ...first, download: { ...first?.download, sha256: 'none' } }] }),
  )
  expect(() => readModelCatalog(file)).toThrow(/no catalog of models/)
  expect(() => readModelCatalog(join(folder, 'missing.json'))).toThrow(/no catalog of models/)
  rmSync(folder, { recursive: true })
})
