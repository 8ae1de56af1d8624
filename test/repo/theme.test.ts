import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const css = readFileSync(new URL('../../src/renderer/styles/tokens.css', import.meta.url), 'utf8')

/** Hex tokens of the block that `theme` selects. */
function palette(theme: 'dark' | 'light'): Record<string, string> {
  const block = css.slice(css.indexOf(`[data-theme="${theme}"]`))
  const body = block.slice(0, block.indexOf('}'))
  return Object.fromEntries([...body.matchAll(/--([a-z0-9-]+): (#[0-9a-f]{6});/g)].map((m) => [m[1], m[2]]))
}

function luminance(hex: string): number {
  const part = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
}

/** WCAG 2 contrast, 1..21. */
function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

const grounds = ['canvas', 'surface', 'raised', 'hover']
const pairs = (names: string[], on: string[]) => names.flatMap((name) => on.map((ground) => [name, ground] as const))

describe.each(['dark', 'light'] as const)('%s theme', (theme) => {
  const tokens = palette(theme)
  const ratio = (a: string, b: string) => contrast(tokens[a] as string, tokens[b] as string)

  test.each([
    ...pairs(['text', 'text-2', 'text-3'], grounds),
    ['on-accent', 'accent'] as const,
    ['on-accent', 'accent-hover'] as const,
    ['text', 'accent-soft'] as const,
    ...pairs(['accent', 'damage'], ['surface', 'raised']),
  ])('%s is readable on %s', (text, ground) => {
    expect(ratio(text, ground)).toBeGreaterThanOrEqual(4.5)
  })

  test.each(pairs(['accent', 'good', 'guess', 'damage', 'edge'], ['canvas', 'surface', 'raised']))(
    'a mark in %s is seen on %s',
    (mark, ground) => expect(ratio(mark, ground)).toBeGreaterThanOrEqual(3),
  )
})
