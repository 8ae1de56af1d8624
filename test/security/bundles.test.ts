import { builtinModules } from 'node:module'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { serveFiles } from '../../src/engine/serve-files.ts'
import { bareImports } from '../repo/bare-imports.ts'
import { built, builtFiles, out } from './built.ts'

const pageScripts = () => builtFiles('renderer', '.js')
const isNode = (name: string) => name.startsWith('node:') || builtinModules.includes(name)

describe('the page’s bundle', () => {
  test('is there', () => {
    expect(pageScripts().length).toBeGreaterThan(0)
  })

  test('asks for nothing of Node or Electron', () => {
    const asked = pageScripts().flatMap((path) => bareImports(built(path)))
    expect(asked.filter((name) => isNode(name) || name === 'electron')).toEqual([])
  })

  test('comes without source maps', () => {
    expect(builtFiles('renderer', '.map')).toEqual([])
    expect(pageScripts().filter((path) => built(path).includes('sourceMappingURL'))).toEqual([])
  })
})

test('the preload asks for electron alone', () => {
  expect(bareImports(built('preload/index.cjs'))).toEqual(['electron'])
  expect(builtFiles('preload', '.cjs')).toEqual(['preload/index.cjs'])
})

test('the engine, the server and the command line ask for no Electron', () => {
  const reach = (path: string, seen = new Set<string>()): Set<string> => {
    if (seen.has(path)) return seen
    seen.add(path)
    for (const [, to] of built(path).matchAll(/["'`](\.\.?\/[\w./-]+\.js)["'`]/g))
      reach(join(path, '..', to as string), seen)
    return seen
  }
  for (const entry of ['engine-process', 'restoration-worker', 'server', 'cli']) {
    const asked = [...reach(`main/${entry}.js`)].flatMap((path) => bareImports(built(path)))
    expect(asked.filter((name) => name.startsWith('electron'))).toEqual([])
  }
})

describe('the built page under its content security policy', () => {
  const page = built('renderer/index.html')
  const get = (path: string) => {
    const locate = () => Promise.reject(new Error('no assets here'))
    return serveFiles({ library: out, page: join(out, 'renderer'), locate })(new Request(`app://studio${path}`))
  }

  test('the policy is strict', async () => {
    const policy = (await get('/')).headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self';")
    expect(policy).not.toMatch(/unsafe-|\*|data:|https?:|ws:/)
    expect(policy).toMatch(/style-src 'self' 'nonce-[\w-]{20,}'/)
  })

  test('every page gets a nonce of its own, and it is that of the policy', async () => {
    const nonces = await Promise.all(
      [1, 2].map(async () => {
        const response = await get('/')
        const [, nonce] = /'nonce-([\w-]+)'/.exec(response.headers.get('content-security-policy') ?? '') ?? []
        const html = await response.text()
        expect(html).toContain(`"${nonce}"`)
        expect(html).not.toContain('CSP_NONCE')
        return nonce
      }),
    )
    expect(new Set(nonces).size).toBe(2)
  })

  test('holds no script or handler of its own', () => {
    const scripts = [...page.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/g)]
    expect(scripts.length).toBeGreaterThan(0)
    for (const [, attributes, body] of scripts) {
      expect(attributes).toMatch(/\bsrc="/)
      expect(body?.trim()).toBe('')
    }
    expect(page).not.toMatch(/\son\w+\s*=|javascript:|\sstyle\s*=/i)
  })

  test('refers to its own files only, and each is served with its type', async () => {
    const references = [...page.matchAll(/\b(?:src|href)="([^"]+)"/g)].map(([, address]) => address as string)
    expect(references.length).toBeGreaterThan(1)
    for (const address of references) {
      expect(address).toMatch(/^\.{0,2}\/?[\w./-]+$/)
      const response = await get(new URL(address, 'app://studio/').pathname)
      expect(`${address} ${response.status}`).toBe(`${address} 200`)
      expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    }
  })
})
