import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './sources.ts'

interface Manifest {
  readonly dependencies: Record<string, string>
  readonly devDependencies: Record<string, string>
  readonly allowScripts: Record<string, boolean>
}
interface Lock {
  readonly packages: Record<
    string,
    { version?: string; resolved?: string; integrity?: string; hasInstallScript?: boolean }
  >
}
const json = <T>(name: string) => JSON.parse(readFileSync(join(root, name), 'utf8')) as T
const manifest = json<Manifest>('package.json')
const packages = Object.entries(json<Lock>('package-lock.json').packages).filter(([path]) => path !== '')

test('every version is pinned', () => {
  const all = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })
  expect(all.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([])
})

test('the lock file holds the pinned versions', () => {
  const locked = new Map(packages.map(([path, { version }]) => [path, version]))
  const all = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })
  expect(all.filter(([name, version]) => locked.get(`node_modules/${name}`) !== version)).toEqual([])
})

test('every package is known by its content, and none by a place of its own', () => {
  expect(packages.filter(([, { integrity }]) => !integrity?.startsWith('sha512-')).map(([path]) => path)).toEqual([])
  expect(packages.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([])
})

test('of all packages only node runs a script when it is installed', () => {
  const allowed = Object.entries(manifest.allowScripts).filter(([, allow]) => allow)
  expect(allowed.map(([name]) => name)).toEqual(['node'])
  const wanting = packages.filter(([, { hasInstallScript }]) => hasInstallScript)
  const names = wanting.map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 13))
  // fsevents compiles nothing: it comes built, and is for Macs only.
  expect(names.filter((name) => !(name in manifest.allowScripts) && name !== 'fsevents')).toEqual([])
})
