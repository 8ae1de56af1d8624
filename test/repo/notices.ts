/**
 * Writes resources/third-party-notices.txt, which is installed with the application:
 * `npx node test/repo/notices.ts`. licences.test.ts fails when it is out of date.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Shipped, shippedPackages } from './shipped.ts'

const line = '-'.repeat(100)

const mit = (holder: string) => `MIT License

Copyright (c) ${holder}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`

/** Packages that come without the text of their licence: what their source repository says. */
const missingTexts: Readonly<Record<string, string>> = {
  'onnxruntime-node': `${mit('Microsoft Corporation')}

ONNX Runtime contains parts by others; their notices for this version are in ThirdPartyNotices.txt of its source,
https://github.com/microsoft/onnxruntime`,
  'onnxruntime-common': mit('Microsoft Corporation'),
  'client-only': mit('Meta Platforms, Inc. and affiliates'),
}

const libvips = `libvips and the libraries built into it are used under the GNU Lesser General Public License, version 3 or later; its
text follows at the end. They are a shared library of its own (app.asar.unpacked/node_modules/@img), which you may
replace by a version you changed. Its source and how it is built: https://github.com/lovell/sharp-libvips`

/** Builds of one thing for several systems are one entry. */
const groupOf = (name: string): string =>
  name.startsWith('@img/sharp-libvips-')
    ? 'libvips (@img/sharp-libvips-*)'
    : name.replace(/^@img\/sharp-.*/, '@img/sharp-*')

export function notices(root: string): string {
  const groups = new Map<string, Shipped>()
  for (const each of shippedPackages(root)) {
    const group = groupOf(each.name)
    const known = groups.get(group)
    if (!known || (known.text === undefined && each.text !== undefined)) groups.set(group, each)
  }
  const byText = new Map<string, string[]>()
  for (const [group, each] of groups) {
    const text = group.startsWith('libvips') ? libvips : (each.text ?? missingTexts[each.name])
    if (text === undefined) throw new Error(`${each.name} has no licence text: add it to missingTexts`)
    // The licence of a group is the one that all its members share; see the note on libvips for what some contain.
    const licence = group === '@img/sharp-*' ? 'Apache-2.0' : each.licence
    byText.set(text, [...(byText.get(text) ?? []), `${group} ${each.version} (${licence})`])
  }
  const sections = [...byText].map(([text, names]) => `${line}\n${names.join('\n')}\n\n${text}\n`)
  const gnu = ['LGPL-3.0.txt', 'GPL-3.0.txt'].map((name) =>
    readFileSync(join(root, 'resources/licences', name), 'utf8'),
  )
  return [head, ...sections, ...gnu.map((text) => `${line}\n${text.trim()}\n`)].join('\n')
}

const head = `Daguerre contains software by others, listed here with its licences. Electron and Chromium bring their own notices:
LICENSE.electron.txt and LICENSES.chromium.html beside the application.
`

/** As it is in every checkout, whatever git does to line ends. */
export const noticesFile = (root: string): string => join(root, 'resources', 'third-party-notices.txt')

if (import.meta.main) {
  const root = resolve(import.meta.dirname, '../..')
  writeFileSync(noticesFile(root), notices(root))
}
