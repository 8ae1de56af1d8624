import { expect, test, vi } from 'vitest'

const fake = vi.hoisted(() => ({ showOpenDialog: vi.fn() }))
vi.mock('electron', () => ({ dialog: fake }))
const { openDialogOptions, pickerOf } = await import('./dialogs.ts')
const { words } = await import('./words.ts')
const say = words.en.dialogs

test('files and folders may be several, a destination is one and may be new', () => {
  expect(openDialogOptions('files', say).properties).toEqual(['openFile', 'multiSelections'])
  expect(openDialogOptions('folder', say).properties).toEqual(['openDirectory', 'multiSelections'])
  expect(openDialogOptions('destination', say).properties).toEqual(['openDirectory', 'createDirectory'])
})

test('films are shown beside photos', () => {
  const [both, , films] = openDialogOptions('files', say).filters ?? []
  expect(both?.extensions).toEqual(expect.arrayContaining(['jpg', 'mp4', 'mts']))
  expect(films?.extensions).not.toContain('jpg')
})

test('a changed mind picks nothing', async () => {
  fake.showOpenDialog.mockResolvedValueOnce({ canceled: true, filePaths: ['/left/over'] })
  expect(await pickerOf({} as never, say)('files')).toEqual([])
  fake.showOpenDialog.mockResolvedValueOnce({ canceled: false, filePaths: ['/photos/a.jpg'] })
  expect(await pickerOf({} as never, say)('files')).toEqual(['/photos/a.jpg'])
})
