import { describe, expect, test } from 'vitest'
import { attachment, contentSecurityPolicy, isAssetType, matchesEtag, parseRange, typeOf } from './headers.ts'

describe('parseRange', () => {
  test.each([
    [null, undefined],
    ['bytes=0-9', { start: 0, end: 9 }],
    ['bytes=10-', { start: 10, end: 99 }],
    ['bytes=-5', { start: 95, end: 99 }],
    ['bytes=-500', { start: 0, end: 99 }],
    ['bytes=90-1000', { start: 90, end: 99 }],
    ['bytes=99-99', { start: 99, end: 99 }],
    ['bytes=100-', 'unsatisfiable'],
    ['bytes=100-200', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=9-3', undefined],
    ['bytes=-', undefined],
    ['bytes=0-1,5-6', undefined],
    ['lines=0-9', undefined],
    ['bytes=a-b', undefined],
    ['bytes=0x1-2', undefined],
    ['bytes=99999999999999999999-', undefined],
  ])('%j of 100 bytes is %j', (header, expected) => {
    expect(parseRange(header, 100)).toEqual(expected)
  })

  test('an empty file has no satisfiable range', () => {
    expect(parseRange('bytes=0-', 0)).toBe('unsatisfiable')
    expect(parseRange('bytes=-1', 0)).toBe('unsatisfiable')
  })
})

describe('attachment', () => {
  test.each([
    ['photo.jpg', `attachment; filename="photo.jpg"; filename*=UTF-8''photo.jpg`],
    ['奶奶.jpg', `attachment; filename="__.jpg"; filename*=UTF-8''%E5%A5%B6%E5%A5%B6.jpg`],
    ['zdjęcia.png', `attachment; filename="zdjecia.png"; filename*=UTF-8''zdj%C4%99cia.png`],
    ['a"b\\c%.jpg', `attachment; filename="a_b_c_.jpg"; filename*=UTF-8''a%22b%5Cc%25.jpg`],
    [`it's (1)*.jpg`, `attachment; filename="it's (1)*.jpg"; filename*=UTF-8''it%27s%20%281%29%2A.jpg`],
    ['line\r\nbreak.jpg', `attachment; filename="line__break.jpg"; filename*=UTF-8''line%0D%0Abreak.jpg`],
  ])('%j', (name, expected) => {
    expect(attachment(name)).toBe(expected)
  })

  test('half a surrogate pair does not throw', () => {
    expect(() => new Headers({ 'content-disposition': attachment('\ud83d.jpg') })).not.toThrow()
  })
})

test('etags are compared weakly and in lists', () => {
  expect(matchesEtag('"b", W/"a"', '"a"')).toBe(true)
  expect(matchesEtag('*', '"a"')).toBe(true)
  expect(matchesEtag('"b"', '"a"')).toBe(false)
  expect(matchesEtag(null, '"a"')).toBe(false)
})

test('the policy of both doors', () => {
  expect(contentSecurityPolicy({ nonce: 'N' })).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-N'; img-src 'self' blob:; media-src 'self' blob:; " +
      "connect-src 'self'; font-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; " +
      "frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'",
  )
  expect(contentSecurityPolicy({ socket: 'ws://127.0.0.1:5' })).toContain("connect-src 'self' ws://127.0.0.1:5;")
  for (const word of ['unsafe', '*', 'http:', 'data:'])
    expect(contentSecurityPolicy({ nonce: 'N' })).not.toContain(word)
})

test('only known types are served, and no markup as an asset', () => {
  expect(typeOf('a/b/C.JPG')).toBe('image/jpeg')
  for (const name of ['a.exe', 'a', 'a.sqlite', '.html.bak', 'a.map']) expect(typeOf(name)).toBeUndefined()
  expect(isAssetType('image/webp')).toBe(true)
  for (const type of ['text/html', 'image/svg+xml', 'text/javascript', 'image/png\r\nx: y'])
    expect(isAssetType(type)).toBe(false)
})
