import { expect, test } from 'vitest'
import { albumPage } from './album-page.ts'

test('names and captions are text, never markup', () => {
  const evil = `"><script>alert(1)</script>`
  const page = albumPage(evil, evil, [{ file: `${evil}.jpg`, caption: evil, width: 4, height: 3 }])
  expect(page).not.toContain('<script')
  expect(page).toContain('&quot;&gt;&lt;script&gt;')
})

test('files are found beside the page, whatever they are called', () => {
  const page = albumPage('家庭相册', '', [{ file: '001 奶奶 #1?.jpg', caption: '奶奶', width: 4, height: 3 }])
  expect(page).toContain(`src="${encodeURIComponent('001 奶奶 #1?.jpg')}"`)
})
