import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { AppError } from '../../shared/errors.ts'
import { writeOnnx } from '../inference/testing/onnx-writer.ts'
import { chain } from '../inference/testing/stand-ins.ts'
import { convertModel } from './convert.ts'
import { installModel } from './install.ts'
import { srvgg } from './testing/networks.ts'
import { pickleOf, writeOldPth, writePth, writeSafetensors } from './testing/write-pth.ts'
import { writeZip } from './testing/write-zip.ts'

/** Files that broke on the way, or lie about their sizes: refused in one sentence, quickly, and nothing is installed. */
const folder = mkdtempSync(join(tmpdir(), 'daguerre-damaged-'))
afterAll(() => rmSync(folder, { recursive: true }))
const store = join(folder, 'store')

async function refusalOf(...files: readonly string[]): Promise<AppError> {
  const before = process.memoryUsage.rss()
  const failure = await installModel({ store, files, reserved: [], now: new Date().toISOString() }).catch(
    (error: unknown) => error,
  )
  expect(failure).toBeInstanceOf(AppError)
  expect((failure as AppError).code).toBe('model-refused')
  expect((failure as AppError).message).toMatch(/^“[^\n]{10,400}\.$/)
  expect(existsSync(store)).toBe(false)
  expect(process.memoryUsage.rss() - before).toBeLessThan(400e6)
  return failure as AppError
}

const written = (name: string, bytes: Uint8Array | string) => {
  writeFileSync(join(folder, name), bytes)
  return join(folder, name)
}

const { nodes, weights } = chain(2)
const whole: Readonly<Record<string, Buffer>> = {
  'cut.pth': writePth(srvgg(), 'params'),
  'old.pth': writeOldPth(srvgg()),
  'cut.safetensors': writeSafetensors(srvgg()),
  'cut.onnx': writeOnnx(nodes, weights, { input: 3, output: 3 }),
}

describe.each(Object.entries(whole))('%s', (name, bytes) => {
  test('cut at every twentieth', async () => {
    for (let part = 0; part < 20; part++)
      await refusalOf(written(name, bytes.subarray(0, Math.floor((bytes.length * part) / 20))))
  })

  test('with one bit turned somewhere it is refused or still a network, never anything else', async () => {
    for (let i = 0; i < 60; i++) {
      const copy = Buffer.from(bytes)
      const at = (i * 7919) % Math.min(copy.length, 600)
      copy[at] = (copy[at] as number) ^ (1 << (i % 8))
      const outcome = await convertModel([written(name, copy)]).catch((error: unknown) => error)
      if (outcome instanceof Error) expect(outcome).toMatchObject({ code: 'model-refused' })
    }
  })
})

const PARAM = '7767517\n2 2\nInput a 0 1 d\nConvolution c 1 1 d o 0=3 1=3 4=1 5=1 6=81\n'
const BIN = Buffer.alloc(4 + 81 * 4 + 3 * 4)

describe('ncnn', () => {
  test('cut at every twentieth', async () => {
    for (let part = 0; part < 20; part++) {
      const cut = (length: number) => Math.floor((length * part) / 20)
      const [param, bin] = [written('half.param', PARAM), written('half.bin', BIN)]
      await refusalOf(written('cut.param', PARAM.slice(0, cut(PARAM.length - 3))), bin)
      await refusalOf(param, written('cut.bin', BIN.subarray(0, cut(BIN.length))))
    }
  })

  test.each([
    ['layers', '7767517\n-2 2\nInput a 0 1 d\n'],
    ['inputs', '7767517\n2 2\nInput a -1 1 d\nConvolution c 1 1 d o 0=3\n'],
    ['features', PARAM.replace('0=3', '0=-3')],
    ['weights', PARAM.replace('6=81', '6=-81')],
    ['kernel', PARAM.replace('1=3', '1=-3')],
    ['stride', PARAM.replace('4=1', '3=0 4=1')],
    ['slopes', '7767517\n2 2\nInput a 0 1 d\nPReLU p 1 1 d o 0=-64\n'],
    ['shuffle', '7767517\n2 2\nInput a 0 1 d\nPixelShuffle p 1 1 d o 0=-2\n'],
    ['scale', '7767517\n2 2\nInput a 0 1 d\nInterp p 1 1 d o 0=1 1=-2.0 2=-2.0\n'],
    ['infinite', PARAM.replace('0=3', '0=1e999')],
    ['array', PARAM.replace('5=1', '-23310=-5,1 9=2 5=1')],
  ])('negative or no counts of %s', async (_, param) => {
    await refusalOf(written('wrong.param', param), written('wrong.bin', BIN))
  })
})

describe('lies about sizes', () => {
  const varint = (value: bigint) => {
    const bytes: number[] = []
    for (let rest = value; ; rest >>= 7n) {
      if (rest < 128n) return Buffer.from([...bytes, Number(rest)])
      bytes.push(Number(rest & 127n) | 128)
    }
  }
  test.each([2n ** 31n, 2n ** 32n + 5n, 2n ** 53n + 1n, 2n ** 63n, 2n ** 64n - 1n])(
    'a protocol buffer whose graph claims %d bytes',
    async (length) => {
      await refusalOf(
        written('long.onnx', Buffer.concat([Buffer.from('08083a', 'hex'), varint(length), Buffer.alloc(99)])),
      )
    },
  )

  test.each([
    ['text of four gigabytes', 'X\xff\xff\xff\xff'],
    ['text of 2^63 bytes', '\x8d\0\0\0\0\0\0\0\x80'],
    ['bytes of 2^63', '\x8e\0\0\0\0\0\0\0\x80'],
    ['a number of two gigabytes', '\x8b\xff\xff\xff\x7f'],
    ['a negative number of bytes', '\x8b\xff\xff\xff\xff'],
    ['a memory far away', 'j\xff\xff\xff\x7f'],
    ['a frame of 2^63', '\x95\0\0\0\0\0\0\0\x80'],
    ['nothing to pop', '0000'],
    ['marks without end', '('.repeat(200_000)],
    ['lists in lists', `${']'.repeat(100_000)}${'a'.repeat(99_999)}`],
  ])('a pickle with %s', async (_, content) => {
    const pickle = pickleOf(Buffer.from(content, 'latin1'))
    await refusalOf(written('lie.pth', writeZip([{ name: 'a/data.pkl', data: pickle }])))
  })

  test('weights that all lie in one place are not laid out a thousand times', async () => {
    // The key names one storage of a few bytes; the shape claims that it is a gigabyte.
    const weights = { ...srvgg(), 'body.0.weight': { shape: [16_384, 16_384], data: new Float32Array(4) } }
    await refusalOf(written('one.pth', writePth(weights, 'params')))
  })

  test('numbers that are none', async () => {
    const weights = srvgg()
    weights['body.0.bias']?.data.fill(Number.NaN)
    expect((await refusalOf(written('nan.pth', writePth(weights)))).details).toMatchObject({ reason: 'does-not-run' })
  })
})

test('links are read through, like any file the user names; what they lead to is judged', async () => {
  symlinkSync('/etc/passwd', join(folder, 'link.pth'))
  symlinkSync('/dev/zero', join(folder, 'endless.onnx'))
  symlinkSync(folder, join(folder, 'folder.pth'))
  expect((await refusalOf(join(folder, 'link.pth'))).message).not.toContain('root:')
  for (const name of ['endless.onnx', 'folder.pth']) await refusalOf(join(folder, name))
})
