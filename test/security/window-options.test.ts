import { expect, test } from 'vitest'
import { windowOptions } from '../../src/main/window-options.ts'

const options = (development: boolean) =>
  windowOptions({
    placement: { x: 10, y: 20, width: 1440, height: 900, maximized: true },
    dark: true,
    preload: '/app/out/preload/index.cjs',
    icon: '/app/icon.png',
    development,
  })

test('a window is isolated, sandboxed and without Node, to the letter', () => {
  expect(options(false)).toMatchInlineSnapshot(`
    {
      "backgroundColor": "#121211",
      "height": 900,
      "icon": "/app/icon.png",
      "minHeight": 700,
      "minWidth": 1024,
      "show": false,
      "title": "Daguerre",
      "webPreferences": {
        "allowRunningInsecureContent": false,
        "contextIsolation": true,
        "devTools": false,
        "experimentalFeatures": false,
        "navigateOnDragDrop": false,
        "nodeIntegration": false,
        "nodeIntegrationInSubFrames": false,
        "nodeIntegrationInWorker": false,
        "plugins": false,
        "preload": "/app/out/preload/index.cjs",
        "safeDialogs": true,
        "sandbox": true,
        "spellcheck": false,
        "webSecurity": true,
        "webviewTag": false,
      },
      "width": 1440,
      "x": 10,
      "y": 20,
    }
  `)
})

test('running from source changes nothing but the developer tools', () => {
  const [installed, source] = [options(false), options(true)]
  expect({ ...source, webPreferences: { ...source.webPreferences, devTools: false } }).toEqual(installed)
})
