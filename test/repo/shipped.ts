import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A package of others that is part of the application, on one system or another. */
export interface Shipped {
  readonly name: string
  readonly version: string
  /** SPDX expression. */
  readonly licence: string
  /** Text of its licence file; undefined when it has none or is the build for another system. */
  readonly text: string | undefined
}

interface LockEntry {
  readonly version: string
  readonly license?: string
  readonly dev?: boolean
  readonly devOptional?: boolean
}

/** Of systems we do not build for, and a compiler that a library names as an optional companion. */
const notShipped = /^(@typescript\/|@emnapi\/|@img\/sharp-(wasm32|freebsd|webcontainers))/

/** Every production dependency in package-lock.json, which lists those of all systems alike. */
export function shippedPackages(root: string): Shipped[] {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, LockEntry>
  }
  return Object.entries(lock.packages)
    .filter(([path, entry]) => path !== '' && !entry.dev && !entry.devOptional)
    .map(([path, entry]) => ({ path, name: path.slice(path.lastIndexOf('node_modules/') + 13), entry }))
    .filter(({ name }) => !notShipped.test(name))
    .map(({ path, name, entry }) => ({
      name,
      version: entry.version,
      licence: entry.license ?? olderForm(join(root, path)),
      text: licenceText(join(root, path)),
    }))
}

/** Packages of before 2015 have a list of `licenses`, which npm leaves out of its lock file. */
function olderForm(folder: string): string {
  try {
    const { licenses } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      licenses?: readonly { readonly type: string }[]
    }
    return licenses?.map(({ type }) => type).join(' OR ') || 'unknown'
  } catch {
    return 'unknown'
  }
}

function licenceText(folder: string): string | undefined {
  const names = list(folder).filter((name) => /^(licen[cs]e|copying|notice)/i.test(name))
  const texts = names.sort().map((name) => readFileSync(join(folder, name), 'utf8').trim())
  return texts.length === 0 ? undefined : texts.join('\n\n').replaceAll('\r\n', '\n')
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
