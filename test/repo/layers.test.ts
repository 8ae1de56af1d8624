import { dirname, posix } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Source, sourceFiles } from './sources.ts'

/**
 * Who may import whom. An import is written as `src`-relative path for our own files, and as it stands for others
 * (`node:fs`, `react`). What a layer does not name is refused.
 */
interface Layer {
  readonly files: RegExp
  readonly may: RegExp
  /** Imports of types alone vanish when the code is built, so they may reach further. */
  readonly mayForTypes?: RegExp
}

const layers: Readonly<Record<string, Layer>> = {
  shared: { files: /^shared\//, may: /^(shared\/|zod$)/ },
  'operations, data': {
    files: /^operations\/([a-z-]+\.ts|[^/]+\/(?!run\.ts|panel\.tsx).*\.ts)$/,
    may: /^(shared|operations)\/(?!.*\/run\.ts$)|^zod$/,
  },
  'operations, work': {
    files: /^operations\/[^/]+\/run\.ts$/,
    may: /^(shared|operations)\/|^zod$/,
    mayForTypes: /^engine\//,
  },
  'operations, panels': { files: /^operations\/.*\.tsx$/, may: /^(shared|operations|renderer\/ui)\/|^react/ },
  engine: {
    files: /^engine\//,
    may: /^(shared|operations|engine)\/|^resources\/model-catalog\.json$|^node:|^(zod|pino|sharp|onnxruntime-node|better-sqlite3|fluent-ffmpeg)$/,
  },
  'engine process': {
    files: /^engine-process\//,
    may: /^(shared|operations|engine|engine-process)\/|^node:|^(zod|pino)$/,
  },
  server: { files: /^server\//, may: /^(shared|operations|engine|engine-process|server)\/|^node:|^(zod|pino|ws)$/ },
  'command line': {
    files: /^cli\//,
    may: /^(shared|operations|engine|cli)\/|^server\/[\w-]+\.ts$|^node:|^(zod|pino|commander)$/,
  },
  launch: { files: /^launch\//, may: /^(shared|launch)\/|^node:/ },
  main: { files: /^main\//, may: /^(shared|main)\/|^engine\/serve-files\.ts$|^node:|^(electron|zod|pino)$/ },
  preload: { files: /^preload\//, may: /^shared\/bridge\.ts$|^electron$/ },
  renderer: {
    files: /^renderer\//,
    may: /^(shared|renderer)\/|^operations\/(?!runs\.ts|.*\/run\.ts)|^(react|zustand|zod|i18next|lucide-react|@tanstack\/react-query|vite)/,
  },
}

const statement = /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:[\w*{}\s,$]+?\sfrom\s+)?'([^'\n]+)'/g
const dynamic = /\bimport\(\s*'([^'\n]+)'\s*\)/g

interface Import {
  readonly to: string
  readonly typeOnly: boolean
}

/** What a file imports, in the words of `layers`. */
export function importsOf({ path, text }: Source): Import[] {
  const here = dirname(path)
  const name = (to: string) => (to.startsWith('.') ? posix.join(here, to).replace(/^src\//, '') : to)
  return [
    ...[...text.matchAll(statement)].map(([, type, to]) => ({ to: name(to as string), typeOnly: type !== undefined })),
    ...[...text.matchAll(dynamic)].map(([, to]) => ({ to: name(to as string), typeOnly: false })),
  ]
}

const isAllowed = ({ may, mayForTypes }: Layer, { to, typeOnly }: Import) =>
  may.test(to) || (typeOnly && (mayForTypes?.test(to) ?? false))

const scripts = sourceFiles().filter(({ path }) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts'))
const inSrc = (path: string) => path.replace(/^src\//, '')

describe('the layers', () => {
  test.each(Object.entries(layers))('%s', (_, layer) => {
    const mine = scripts.filter(({ path }) => layer.files.test(inSrc(path)))
    const refused = mine.flatMap((source) =>
      importsOf(source)
        .filter((each) => !isAllowed(layer, each))
        .map(({ to }) => `${source.path} imports ${to}`),
    )
    expect(refused).toEqual([])
  })

  test('every file belongs to one', () => {
    const homeless = scripts.filter(({ path }) => !Object.values(layers).some(({ files }) => files.test(inSrc(path))))
    expect(homeless.map(({ path }) => path)).toEqual([])
  })

  test('the engine, and whatever runs it, never imports electron', () => {
    const plain = scripts.filter(({ path }) =>
      /^src\/(engine|engine-process|server|cli|shared|operations)\//.test(path),
    )
    const guilty = plain.filter((source) => importsOf(source).some(({ to }) => to.startsWith('electron')))
    expect(plain.length).toBeGreaterThan(40)
    expect(guilty.map(({ path }) => path)).toEqual([])
  })
})

describe('reading imports', () => {
  const file = (text: string) => ({ path: 'src/engine/jobs/queue.ts', text })

  test.each([
    ["import { a } from '../media/a.ts'", 'engine/media/a.ts', false],
    ["import type { A } from './a.ts'", 'engine/jobs/a.ts', true],
    ["import { type A, b } from './a.ts'", 'engine/jobs/a.ts', false],
    ["import * as fs from 'node:fs'", 'node:fs', false],
    ["import {\n  a,\n  b,\n} from '../../shared/a.ts'", 'shared/a.ts', false],
    ["import 'electron'", 'electron', false],
    ["export { a } from './a.ts'", 'engine/jobs/a.ts', false],
    ["const a = await import('sharp')", 'sharp', false],
  ])('%j', (text, to, typeOnly) => {
    expect(importsOf(file(text))).toEqual([{ to, typeOnly }])
  })

  test('an engine file that imports electron or the page would be found', () => {
    const engine = layers.engine as Layer
    for (const to of ['electron', 'electron/main', 'react', 'renderer/ui/button.tsx', 'main/log.ts'])
      expect(isAllowed(engine, { to, typeOnly: false })).toBe(false)
  })
})
