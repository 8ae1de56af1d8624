import { describe, expect, test } from 'vitest'
import { code, sourceFiles, uncommented } from '../repo/sources.ts'

const files = sourceFiles().map(({ path, text }) => ({ path, code: code(text), withStrings: uncommented(text) }))

/** Where a pattern stands in `src/`. */
const holding = (pattern: RegExp, view: 'code' | 'withStrings' = 'code') =>
  files.filter((file) => pattern.test(file[view])).map(({ path }) => path)

const count = (pattern: RegExp) =>
  files.reduce((sum, file) => sum + [...file.code.matchAll(new RegExp(pattern, 'g'))].length, 0)

test('there are sources to look at', () => {
  expect(files.some(({ path }) => path === 'src/main/window.ts')).toBe(true)
})

describe('what stands in no source', () => {
  test.each([
    ['web security off', /webSecurity\s*:\s*false/],
    ['insecure content', /allowRunningInsecureContent\s*:\s*true/],
    ['Node in a page', /nodeIntegration(InWorker|InSubFrames)?\s*:\s*true/],
    ['a page without isolation', /contextIsolation\s*:\s*false/],
    ['a page outside the sandbox', /sandbox\s*:\s*false/],
    ['a webview', /webviewTag\s*:\s*true|<webview/],
    ['a way round the content security policy', /bypassCSP|unsafe-eval|unsafe-hashes|script-src[^;]*unsafe/],
    ['Blink features', /enableBlinkFeatures|experimentalFeatures\s*:\s*true/],
    ['a command through a shell', /shell\s*:\s*true|(?<![.\w])(exec|execSync)\(/],
    ['text run as code', /(?<![.\w])eval\(|new Function\(|executeJavaScript|insertCSS/],
    ['markup from text', /innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|document\.write/],
    ['a page from a file or the network', /\.loadFile\(|loadURL\(\s*['\x60"](file|http)/],
    ['certificates ignored', /setCertificateVerifyProc|ignore-certificate-errors/],
    ['the remote module', /@electron\/remote/],
    ['a server open to other computers', /0\.0\.0\.0/],
  ])('%s', (_, pattern) => {
    expect(holding(pattern, 'withStrings')).toEqual([])
  })
})

test('styles of their own have only albums, which hold no script and are opened elsewhere', () => {
  const albums = ['src/engine/export/album-page.ts', 'src/engine/export/contact-sheet.ts']
  expect(holding(/unsafe-inline/, 'withStrings')).toEqual(albums)
  for (const path of albums) {
    const album = files.find((file) => file.path === path)?.withStrings
    expect(album).toMatch(/default-src 'none'/)
    expect(album).not.toMatch(/script-src|<script/)
  }
})

describe('what stands in one place only', () => {
  test.each([
    ['new BrowserWindow', /new BrowserWindow\(/, 'src/main/window.ts'],
    ['leaving to the browser', /\.openExternal\(/, 'src/main/install-guards.ts'],
    ['showing a file', /\.showItemInFolder\(/, 'src/main/studio.ts'],
    ['receiving from pages', /\bipcMain\b/, 'src/main/ipc.ts'],
    ['sending to main', /\bipcRenderer\b/, 'src/preload/index.ts'],
    ['the page’s world', /exposeInMainWorld/, 'src/preload/index.ts'],
    ['paths of files', /getPathForFile/, 'src/preload/index.ts'],
    ['the way to the page', /\.loadURL\(/, 'src/main/window.ts'],
    ['the engine’s process', /utilityProcess\.fork\(/, 'src/main/engine-child.ts'],
    ['the scheme', /protocol\.handle\(/, 'src/main/protocol.ts'],
    ['guards of every page', /setWindowOpenHandler\(/, 'src/main/install-guards.ts'],
    ['permissions', /setPermission(Request|Check)Handler\(|setDevicePermissionHandler\(/, 'src/main/install-guards.ts'],
  ])('%s', (_, pattern, place) => {
    expect(holding(pattern)).toEqual([place])
  })

  test('ONNX Runtime is loaded once, after its telemetry was switched off', () => {
    const loading =
      /(?<!type [^\n]*)from 'onnxruntime-node'|(import|require\w*\(import\.meta\.url\))\('onnxruntime-node'\)/
    expect(holding(loading, 'withStrings')).toEqual(['src/engine/inference/onnx-runtime.ts'])
  })

  test('one window, made with the checked options and the app’s own address', () => {
    const window = files.find(({ path }) => path === 'src/main/window.ts')?.code ?? ''
    expect(count(/new BrowserWindow\(/)).toBe(1)
    expect(window).toMatch(/new BrowserWindow\(\s*windowOptions\(/)
    expect(window).toMatch(/\.loadURL\(appAddress\)/)
  })

  test('all guards of navigation, windows, permissions and downloads are set', () => {
    const guards = sourceFiles().find(({ path }) => path === 'src/main/install-guards.ts')?.text ?? ''
    for (const event of [
      'will-navigate',
      'will-frame-navigate',
      'will-redirect',
      'will-attach-webview',
      'will-download',
    ])
      expect(guards).toContain(`.on('${event}'`)
    for (const handler of [
      'setWindowOpenHandler',
      'setPermissionRequestHandler',
      'setPermissionCheckHandler',
      'setDevicePermissionHandler',
      'setDisplayMediaRequestHandler',
      'onBeforeRequest',
    ])
      expect(guards).toContain(`.${handler}(`)
  })
})

test('the shell starts no process but the engine’s', () => {
  const importing = sourceFiles().filter(({ path, text }) => path.startsWith('src/main/') && /child_process/.test(text))
  expect(importing.map(({ path }) => path)).toEqual([])
})

test('the page and the preload use no global of Node, though Electron’s types would let them', () => {
  const browser = files.filter(({ path }) => /^src\/(renderer|preload)\//.test(path))
  const guilty = browser.filter((file) => /(?<![\w.])(process\.|Buffer\b|require\(|__dirname|global\.)/.test(file.code))
  expect(browser.length).toBeGreaterThan(1)
  expect(guilty.map(({ path }) => path)).toEqual([])
})

describe('leaving comments and strings out', () => {
  test.each([
    ["const a = 'webSecurity: false'", "const a = ''"],
    ['/* eval( */ run()', ' run()'],
    ['run() // exec(', 'run() '],
    ["const url = 'https://a' + eval(b)", "const url = '' + eval(b)"],
  ])('%s', (text, left) => {
    expect(code(text)).toBe(left)
  })
})
