import type { BrowserWindowConstructorOptions, WebPreferences } from 'electron'
import type { Placement } from './window-state.ts'

/** Below this the layout would lose controls. */
export const smallest = { width: 1024, height: 700 } as const

interface Surroundings {
  readonly placement: Placement
  readonly dark: boolean
  /** Absolute path of the built preload script. */
  readonly preload: string
  /** Linux takes the icon of a window from here; the others from the package. */
  readonly icon: string
  /** True when run from source: only then may the developer tools open. */
  readonly development: boolean
}

/** Everything about a window but its page. Pure, so that a test holds its security settings to the letter. */
export function windowOptions(around: Surroundings): BrowserWindowConstructorOptions {
  const { maximized: _, ...bounds } = around.placement
  return {
    ...bounds,
    minWidth: smallest.width,
    minHeight: smallest.height,
    // Shown when it has something to show, on the page's own ground: no white flash.
    show: false,
    backgroundColor: around.dark ? '#121211' : '#e9e7e3',
    title: 'Daguerre',
    icon: around.icon,
    webPreferences: webPreferences(around.preload, around.development),
  }
}

/** Written out even where it is the default: a default may change, and then a test fails. */
function webPreferences(preload: string, development: boolean): WebPreferences {
  return {
    preload,
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    navigateOnDragDrop: false,
    plugins: false,
    safeDialogs: true,
    // Dictionaries would be fetched from the network.
    spellcheck: false,
    devTools: development,
  }
}
