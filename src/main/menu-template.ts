import type { MenuItemConstructorOptions as Item } from 'electron'
import { type MenuCommand, type MenuCommandId, menuCommands } from '../shared/commands.ts'
import type { Words } from './words.ts'

interface MenuNeeds {
  readonly words: Words
  readonly mac: boolean
  readonly development: boolean
  /** Tells the page of the front window. */
  readonly choose: (command: MenuCommandId) => void
}

type Role = keyof Words['roles']
const line: Item = { type: 'separator' }

/** The menu bar, derived from the command descriptors; what a role does is the system's. */
export function menuTemplate({ words, mac, development, choose }: MenuNeeds): Item[] {
  const role = (name: Role): Item => ({ role: name, label: words.roles[name] })
  const roles = (...names: Role[]): Item[] => names.map(role)
  const commandsOf = (menu: MenuCommand['menu'], leaveOut?: MenuCommandId): Item[] =>
    commandsIn(menu)
      .filter(([id]) => id !== leaveOut)
      .flatMap(([id, command]) => [...(command.startsGroup ? [line] : []), commandItem(id, command, words, choose)])
  const submenu = (menu: keyof Words['menus'], items: Item[]): Item => ({ label: words.menus[menu], submenu: items })

  const settings = commandItem('settings', menuCommands.settings, words, choose)
  const application: Item = {
    label: 'Daguerre',
    submenu: [
      role('about'),
      line,
      settings,
      line,
      role('services'),
      line,
      ...roles('hide', 'hideOthers', 'unhide'),
      line,
      role('quit'),
    ],
  }
  return [
    ...(mac ? [application] : []),
    submenu('file', [...commandsOf('file', mac ? 'settings' : undefined), line, role(mac ? 'close' : 'quit')]),
    submenu('edit', [
      ...roles('undo', 'redo'),
      line,
      ...roles('cut', 'copy', 'paste', 'selectAll'),
      ...commandsOf('edit'),
    ]),
    submenu('photo', commandsOf('photo')),
    submenu('view', [
      ...commandsOf('view'),
      line,
      role('togglefullscreen'),
      ...(development ? [role('toggleDevTools')] : []),
    ]),
    submenu('window', mac ? roles('minimize', 'zoom') : roles('minimize', 'close')),
    submenu('help', [...commandsOf('help'), ...(mac ? [] : [line, role('about')])]),
  ]
}

const commandsIn = (menu: MenuCommand['menu']) =>
  (Object.entries(menuCommands) as [MenuCommandId, MenuCommand][]).filter(([, command]) => command.menu === menu)

function commandItem(id: MenuCommandId, command: MenuCommand, words: Words, choose: MenuNeeds['choose']): Item {
  return {
    id,
    label: words.commands[id],
    ...(command.shortcut ? { accelerator: command.shortcut } : {}),
    click: () => choose(id),
  }
}
