import { expect, test, vi } from 'vitest'
import { useImport } from './import-store.ts'
import { importFiles } from './run-import.ts'

const { call, upload } = vi.hoisted(() => ({ call: vi.fn(), upload: vi.fn() }))
vi.mock('../../transport/services.ts', () => ({ engine: { call } }))
vi.mock('../../transport/open-ports.ts', () => ({ bridge: undefined }))
vi.mock('../../transport/upload.ts', () => ({ upload }))

const names = Array.from({ length: 60 }, (_, index) => `Album/photo ${index + 1}.jpg`)
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

test('pictures of a folder are catalogued in natural order, however they come and arrive', async () => {
  const catalogued: string[] = []
  let together = 0
  let most = 0
  // The first ones take longest; one of them cannot be handed over.
  upload.mockImplementation(async (_file: File, name: string) => {
    most = Math.max(most, ++together)
    await pause(name.length < 'Album/photo 10.jpg'.length ? 6 : 1)
    together--
    if (name === 'Album/photo 5.jpg') throw new Error('broken off')
    return name
  })
  call.mockImplementation(async (_method: string, { grants }: { grants: string[] }) => {
    await pause(grants.length % 3)
    catalogued.push(...grants)
    return { added: grants, duplicates: 0, failed: [] }
  })
  const files = names
    .map((name) => ({ name, file: new File(['x'], name) }))
    .toSorted((a, b) => a.name.slice(-6).localeCompare(b.name.slice(-6)))
  await importFiles(files)
  expect(catalogued).toEqual(names.filter((name) => name !== 'Album/photo 5.jpg'))
  expect(most).toBeGreaterThan(1)
  expect(useImport.getState()).toMatchObject({ added: 59, runs: [], finished: true })
  expect(useImport.getState().failures.map(({ name }) => name)).toEqual(['Album/photo 5.jpg'])
})
