import { execFile } from 'node:child_process'
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { extractAll, listPackage } from '@electron/asar'
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { forkEngine } from '../../src/server/fork-engine.ts'
import type { Engine } from '../../src/shared/engine.ts'
import { connect } from '../../src/shared/rpc/client.ts'
import { bareImports } from './bare-imports.ts'
import { shippedPackages } from './shipped.ts'
import { root } from './sources.ts'
import { makeStandIn } from './stand-in-electron.ts'

const run = promisify(execFile)
/** With the Node that runs the tests: electron-builder's own first line would take whatever the shell has. */
const tool = (script: string, ...args: string[]) =>
  run(process.execPath, [join(root, 'node_modules', script), ...args], { cwd: root, maxBuffer: 64 * 1024 * 1024 })

/** On, off: what a person may rely on when they start Daguerre. */
const requiredFuses = {
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
  WasmTrapHandlers: true,
} as const

describe('what is packed for', () => {
  const config = readFileSync(join(root, 'electron-builder.yml'), 'utf8')

  test('nothing is published, fetched or rebuilt', () => {
    expect(config).toMatch(/^publish: null$/m)
    expect(config).toMatch(/^npmRebuild: false$/m)
    expect(config).not.toMatch(/^\s*(provider|protocols|beforeBuild|electronDownload):/m)
  })

  test('it becomes the default program for no photo', () => {
    expect(config).toMatch(/rank: Alternate/)
    expect(config.match(/fileAssociations:/g)).toHaveLength(1)
  })

  test.each(['entitlements.mac.plist', 'entitlements.mac.inherit.plist'])('%s loosens one thing only', (name) => {
    const plist = readFileSync(join(root, 'resources', name), 'utf8')
    expect([...plist.matchAll(/<key>(.*)<\/key>/g)].map(([, key]) => key)).toEqual(['com.apple.security.cs.allow-jit'])
  })

  test('every fuse of this Electron is decided', async () => {
    const { fuses } = (await import(join(root, 'resources/packaging/fuses.mjs'))) as {
      fuses: Record<number, boolean> & { strictlyRequireAllFuses: boolean }
    }
    expect(fuses.strictlyRequireAllFuses).toBe(true)
    for (const [name, value] of Object.entries(requiredFuses))
      expect({ [name]: fuses[FuseV1Options[name as keyof typeof requiredFuses]] }).toEqual({ [name]: value })
  })
})

describe('the icon', () => {
  const icons = join(root, 'resources/icons')

  test.each([16, 24, 32, 48, 64, 128, 256, 512, 1024])('is there at %i pixels', (side) => {
    const png = readFileSync(join(icons, `${side}x${side}.png`))
    expect(png.subarray(1, 4).toString()).toBe('PNG')
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([side, side])
  })

  test('Windows finds its sizes', () => {
    const ico = readFileSync(join(icons, 'icon.ico'))
    const entries = Array.from({ length: ico.readUInt16LE(4) }, (_, at) => 6 + 16 * at)
    expect(entries.map((at) => ico.readUInt8(at) || 256)).toEqual([16, 24, 32, 48, 64, 128, 256])
    for (const at of entries) {
      const start = ico.readUInt32LE(at + 12)
      expect(ico.subarray(start + 1, start + 4).toString()).toBe('PNG')
      expect(start + ico.readUInt32LE(at + 8)).toBeLessThanOrEqual(ico.length)
    }
  })

  test('so does a Mac', () => {
    const icns = readFileSync(join(icons, 'icon.icns'))
    const types: string[] = []
    for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4)) types.push(icns.toString('latin1', at, at + 4))
    expect(icns.readUInt32BE(4)).toBe(icns.length)
    expect(types).toEqual(['icp4', 'icp5', 'icp6', 'ic07', 'ic08', 'ic09', 'ic10'])
  })
})

const onLinux = process.platform === 'linux' && (process.arch === 'x64' || process.arch === 'arm64')

describe.skipIf(!onLinux)(onLinux ? 'the packed application' : 'skipped: packing is tried on Linux', () => {
  const folder = mkdtempSync(join(tmpdir(), 'daguerre-pack-'))
  const app = join(folder, `dist/linux${process.arch === 'x64' ? '' : '-arm64'}-unpacked`)
  const archive = join(app, 'resources/app.asar')
  /** `app.asar` and `app.asar.unpacked` together again, as Electron sees them. */
  const whole = join(folder, 'run/resources/app')
  let inside: string[] = []

  beforeAll(async () => {
    if (!existsSync(join(root, 'out/main/index.js'))) await tool('electron-vite/bin/electron-vite.js', 'build')
    const electron = JSON.parse(readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8')) as {
      version: string
    }
    const opposite = Object.values(requiredFuses).map((on) => (on ? '0' : '1'))
    makeStandIn(join(folder, 'electron'), electron.version, opposite.join(''))
    const places = [`-c.electronDist=${join(folder, 'electron')}`, `-c.directories.output=${join(folder, 'dist')}`]
    const what = ['--dir', '--linux', `--${process.arch}`, '--publish', 'never', ...places]
    await tool('electron-builder/cli.js', ...what)
    inside = listPackage(archive, { isPack: false }).map((path) => path.replaceAll('\\', '/').replace(/^\//, ''))
    extractAll(archive, whole)
    symlinkSync(join(app, 'resources/models'), join(folder, 'run/resources/models'))
  }, 120_000)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('holds the built studio and what it needs, nothing else', () => {
    const top = new Set(
      inside.map((path) =>
        path
          .split('/')
          .slice(0, path.startsWith('out/') ? 2 : 1)
          .join('/'),
      ),
    )
    expect([...top].sort()).toEqual([
      'node_modules',
      'out',
      'out/main',
      'out/preload',
      'out/renderer',
      'package.json',
      'resources',
    ])
    expect(inside).toEqual(
      expect.arrayContaining(['out/main/index.js', 'out/preload/index.cjs', 'out/renderer/index.html']),
    )
    expect(inside).toContain('resources/icons/512x512.png')
  })

  test('holds no source maps, tests, types, weights or secrets', () => {
    const stray = /\.(map|test\.\w+|d\.[mc]?ts|onnx|pem|key|env|npmrc)$|\/(test|tests|__tests__)\//
    expect(inside.filter((path) => stray.test(path))).toEqual([])
    expect(inside.filter((path) => path.startsWith('out/') && /\.tsx?$/.test(path))).toEqual([])
  })

  test('holds production dependencies only', () => {
    const production = new Set(shippedPackages(root).map(({ name }) => name))
    const packed = inside.flatMap(
      (path) => /^node_modules\/((?:@[^/]+\/)?[^/@][^/]*)\/package\.json$/.exec(path)?.[1] ?? [],
    )
    expect(packed.length).toBeGreaterThan(10)
    expect(packed.filter((name) => !production.has(name))).toEqual([])
    expect(packed).not.toContain('react')
  })

  test('holds natives of this system only, as files of their own', () => {
    const unpacked = readdirSync(`${archive}.unpacked`, { recursive: true, encoding: 'utf8' })
    const natives = unpacked.filter((path) => /\.(node|so|dll|dylib)(\.[\d.]+)?$/.test(path))
    expect(natives.length).toBeGreaterThanOrEqual(4)
    expect(natives.filter((path) => /win32|darwin|musl/.test(path) || !path.includes(process.arch))).toEqual([])
  })

  test('stays small: below 130 MB without Electron', () => {
    const bytes = (path: string): number =>
      statSync(path).isDirectory()
        ? readdirSync(path).reduce((sum, name) => sum + bytes(join(path, name)), 0)
        : statSync(path).size
    expect(bytes(join(app, 'resources'))).toBeLessThan(130e6)
  })

  test('has the models, licences and notices beside it', () => {
    const shipped = readdirSync(join(root, 'models')).filter((name) =>
      existsSync(join(root, 'models', name, 'card.json')),
    )
    const packed = readdirSync(join(app, 'resources/models'))
    expect(packed.sort()).toEqual(shipped.sort())
    for (const model of packed)
      expect(readdirSync(join(app, 'resources/models', model)).sort()).toEqual(['card.json', 'model.onnx'])
    expect(readFileSync(join(app, 'resources/third-party-notices.txt'), 'utf8')).toContain('LESSER GENERAL PUBLIC')
    expect(existsSync(join(app, 'resources/LICENSE'))).toBe(true)
  })

  test('has its fuses blown as they should be', async () => {
    const wire = (await getCurrentFuseWire(join(app, 'daguerre'))) as unknown as Record<number, FuseState>
    const states = Object.keys(requiredFuses).map((name) => [
      name,
      wire[FuseV1Options[name as keyof typeof requiredFuses]] === FuseState.ENABLE,
    ])
    expect(Object.fromEntries(states)).toEqual(requiredFuses)
  })

  test('finds everything its bundles import', async () => {
    const bundles = readdirSync(join(whole, 'out/main'), { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.js'),
    )
    const wanted = bundles.flatMap((name) => bareImports(readFileSync(join(whole, 'out/main', name), 'utf8')))
    const packages = [...new Set(wanted)].filter((name) => !name.startsWith('node:') && name !== 'electron').sort()
    expect(packages).toEqual(expect.arrayContaining(['better-sqlite3', 'onnxruntime-node', 'sharp', 'zod']))
    await tryInside(packages.map((name) => `await import(${JSON.stringify(name)})`).join('\n'))
  })

  test('its natives work: a database, a picture, a network', async () => {
    const said = await tryInside(`
      import { readdirSync } from 'node:fs'
      import Database from 'better-sqlite3'
      import sharp from 'sharp'
      import ort from 'onnxruntime-node'
      const { answer } = new Database(':memory:').prepare('select 41 + 1 as answer').get()
      const png = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#e8a33d' } }).png().toBuffer()
      const models = ${JSON.stringify(join(app, 'resources/models'))}
      const [model] = readdirSync(models)
      const session = await ort.InferenceSession.create(models + '/' + model + '/model.onnx')
      console.log(JSON.stringify([answer, (await sharp(png).metadata()).width, session.inputNames.length]))`)
    expect(JSON.parse(said)).toEqual([42, 8, 1])
  })

  test('its engine starts, opens a library and finds the models', async () => {
    const entry = join(whole, 'out/main/engine-process.js')
    const engine = await forkEngine({ entry, args: ['--library', join(folder, 'library')], stderr: 'ignore' })
    const call = connect<Engine>(engine.value.openPage())
    expect(await call('system.info', {})).toMatchObject({ library: join(folder, 'library') })
    await engine.stop()
  })

  /** Runs a module among the packed files, where nothing of the repository can help it. */
  async function tryInside(text: string): Promise<string> {
    const file = join(whole, 'try.mjs')
    writeFileSync(file, text)
    return (await run(process.execPath, [file], { cwd: whole })).stdout
  }
})
