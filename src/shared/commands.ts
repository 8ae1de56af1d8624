/**
 * The commands of the studio that have a place in the menu bar. The page carries them out (`renderer/commands`); the
 * shell only offers them and tells the page which was chosen, through `host.watch`. Words: `main/locales`, `commands.<id>`.
 */
export interface MenuCommand {
  readonly menu: 'file' | 'edit' | 'photo' | 'view' | 'help'
  /** In Electron's words: `CmdOrCtrl` is Command on a Mac and Control elsewhere. */
  readonly shortcut?: string
  /** A line above it. */
  readonly startsGroup?: boolean
}

export const menuCommands = {
  'import-files': { menu: 'file', shortcut: 'CmdOrCtrl+O' },
  'import-folder': { menu: 'file', shortcut: 'CmdOrCtrl+Shift+O' },
  export: { menu: 'file', shortcut: 'CmdOrCtrl+E', startsGroup: true },
  search: { menu: 'edit', shortcut: 'CmdOrCtrl+F', startsGroup: true },
  'copy-steps': { menu: 'edit', shortcut: 'CmdOrCtrl+Shift+C', startsGroup: true },
  restore: { menu: 'photo', shortcut: 'CmdOrCtrl+R' },
  compare: { menu: 'photo', shortcut: 'CmdOrCtrl+B' },
  'show-invented': { menu: 'photo', shortcut: 'CmdOrCtrl+I' },
  faces: { menu: 'photo' },
  'show-in-folder': { menu: 'photo', startsGroup: true },
  'remove-from-library': { menu: 'photo' },
  'go-to-library': { menu: 'view', shortcut: 'CmdOrCtrl+1' },
  'go-to-restore': { menu: 'view', shortcut: 'CmdOrCtrl+2' },
  'go-to-models': { menu: 'view', shortcut: 'CmdOrCtrl+4' },
  'zoom-in': { menu: 'view', shortcut: 'CmdOrCtrl+Plus', startsGroup: true },
  'zoom-out': { menu: 'view', shortcut: 'CmdOrCtrl+-' },
  'zoom-fit': { menu: 'view', shortcut: 'CmdOrCtrl+0' },
  'zoom-actual': { menu: 'view', shortcut: 'CmdOrCtrl+Alt+0' },
  'toggle-panels': { menu: 'view', startsGroup: true },
  'toggle-queue': { menu: 'view', shortcut: 'CmdOrCtrl+J' },
  settings: { menu: 'file', shortcut: 'CmdOrCtrl+,', startsGroup: true },
  shortcuts: { menu: 'help', shortcut: 'CmdOrCtrl+/' },
} as const satisfies Record<string, MenuCommand>

export type MenuCommandId = keyof typeof menuCommands

export const isMenuCommand = (id: string): id is MenuCommandId => Object.hasOwn(menuCommands, id)
