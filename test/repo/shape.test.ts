import { basename } from 'node:path'
import { describe, expect, test } from 'vitest'
import { code, isTest, projectFiles, read, sourceFiles } from './sources.ts'

const sources = sourceFiles()
const scripts = sources.filter(({ path }) => !path.endsWith('.css'))
/** Lines as an editor counts them. */
const lines = (text: string) => text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
const over = (limit: number, files = sources) =>
  files.filter(({ text }) => lines(text) > limit).map(({ path, text }) => `${path}: ${lines(text)}`)

/** The budget of docs/principles.md: small files read at one go. Long functions are the linter's affair. */
describe('the shape of the code', () => {
  test('there is code to look at', () => {
    expect(sources.length).toBeGreaterThan(100)
  })

  test('no source file is over 400 lines', () => {
    expect(over(400)).toEqual([])
  })

  test('half of them are under 90', () => {
    const sorted = scripts.map(({ text }) => lines(text)).sort((a, b) => a - b)
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(90)
  })

  test('no store and no App is over 250', () => {
    const states = sources.filter(({ path }) => /store|state|^app\.tsx?$/i.test(basename(path)))
    expect(over(250, states)).toEqual([])
  })

  test('nothing is typed away', () => {
    const loose = /[:<|&,(]\s*any\b(?!\s*[:(.])|\bas\s+any\b|@ts-(ignore|nocheck|expect-error)/
    expect(scripts.filter(({ text }) => loose.test(code(text)) || /@ts-/.test(text)).map(({ path }) => path)).toEqual(
      [],
    )
  })

  test('nothing is left for later in a comment', () => {
    // Put together, so that this file does not find itself.
    const later = new RegExp(`\\b(${['TO', 'DO'].join('')}|${['FIX', 'ME'].join('')})\\b`)
    const found = projectFiles().filter((path) => isText(path) && later.test(read(path).text))
    expect(found).toEqual([])
  })
})

const isText = (path: string) =>
  /\.(ts|tsx|mjs|css|html|json|yml|md|py|txt|svg)$/.test(path) && !/package-lock|licences|third-party/.test(path)

describe('the repository', () => {
  const files = projectFiles()

  test('has at most 14 visible entries at the top', () => {
    const top = new Set(files.map((path) => path.split('/')[0] as string).filter((name) => !name.startsWith('.')))
    expect([...top].sort().slice(14)).toEqual([])
  })

  test('is named in one manner', () => {
    const odd = files.filter(
      (path) => /^(src|test)\/.*\.(ts|tsx|css)$/.test(path) && !/^[a-z0-9.-]+$/.test(basename(path)),
    )
    expect(odd).toEqual([])
  })

  test('knows no computer but the one it runs on', () => {
    const machine =
      /(?<![\w./-])\/(work|root|workspace)\/\w|[a-z]:\\Users\\(?!Anna)|\bregistry\.[\w-]+\.\w|\bnexus\b|artifactory/i
    const found = files.filter((path) => (isText(path) || /package-lock/.test(path)) && machine.test(read(path).text))
    expect(found.filter((path) => path !== 'test/repo/shape.test.ts')).toEqual([])
  })

  test('holds no build, no weights outside models/, nothing large', () => {
    const stray = files.filter((path) => /^(out|dist|node_modules)\/|\.(map|log|pth|safetensors)$/.test(path))
    expect(stray).toEqual([])
    expect(files.filter((path) => path.endsWith('.onnx') && !path.startsWith('models/'))).toEqual([])
  })

  test('keeps tests where the runner finds them', () => {
    const found = /^src\/|^test\/(contract|security|repo|golden|process|cli|provision|bench|fixtures|e2e)\//
    expect(files.filter((path) => isTest(path) && !found.test(path))).toEqual([])
  })
})
