/**
 * Shortcuts are written as in Electron's menus: modifiers and a key joined by `+`, as in `CmdOrCtrl+Shift+O`, `Z`, `?`,
 * `ArrowLeft`, `CmdOrCtrl+Plus`. `CmdOrCtrl` is Command on a Mac and Control elsewhere. `Shift+[` is the sign that
 * stands above it on most keyboards.
 */
export interface KeyPress {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

interface Parsed {
  readonly key: string
  readonly command: boolean
  readonly shift: boolean
  readonly alt: boolean
}

const keyNames: Readonly<Record<string, string>> = { plus: '+', space: ' ', esc: 'escape', del: 'delete' }

/** What Shift makes of a sign. */
const shifted: Readonly<Record<string, string>> = { '[': '{', ']': '}' }

/** Parts at every `+` but one that is the key itself. */
const parts = (shortcut: string) => shortcut.split(/\+(?!$)/)

export function parseShortcut(shortcut: string): Parsed {
  const all = parts(shortcut)
  const last = (all.at(-1) ?? '').toLowerCase()
  const shift = all.includes('Shift')
  const sign = shift ? shifted[last] : undefined
  return {
    key: sign ?? keyNames[last] ?? last,
    command: all.includes('CmdOrCtrl'),
    shift: shift && sign === undefined,
    alt: all.includes('Alt'),
  }
}

const isLetter = (key: string) => /^\p{L}$/u.test(key)

/** Signs such as `?` or `+` need Shift on some keyboards and not on others: there Shift is not looked at. */
export function matches(shortcut: string, press: KeyPress, mac: boolean): boolean {
  const wanted = parseShortcut(shortcut)
  const command = mac ? press.metaKey : press.ctrlKey
  const other = mac ? press.ctrlKey : press.metaKey
  const key = press.key.toLowerCase()
  if (key !== wanted.key || command !== wanted.command || other || press.altKey !== wanted.alt) return false
  const shiftMatters = key.length > 1 || isLetter(key) || key === ' '
  return !shiftMatters || press.shiftKey === wanted.shift
}

/** One key without a modifier: WCAG 2.1.4 wants these to be switchable. */
export const isSingleKey = (shortcut: string): boolean => {
  const { key, command, alt } = parseShortcut(shortcut)
  return !command && !alt && key.length === 1 && key !== ' '
}

const capNames: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Plus: '+',
  '-': '−',
  Delete: 'Del',
  Escape: 'Esc',
}

export const isMac = (platform: string): boolean => /mac/i.test(platform)
const onMac = isMac(globalThis.navigator?.platform ?? '')

/** The caps to show: `CmdOrCtrl+Shift+O` -> `Ctrl`, `Shift`, `O`. */
export const keyCaps = (shortcut: string, mac = onMac): string[] =>
  parts(shortcut).map((part) => {
    if (part === 'CmdOrCtrl') return mac ? '⌘' : 'Ctrl'
    if (part === 'Shift' && mac) return '⇧'
    return capNames[part] ?? part
  })
