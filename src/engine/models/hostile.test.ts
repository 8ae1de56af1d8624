import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { AppError } from '../../shared/errors.ts'
import { type Field, join as joined, message, utf8 } from '../onnx/wire.ts'
import { valueInfo } from '../onnx/write.ts'
import { convertModel } from './convert.ts'
import { srvgg } from './testing/networks.ts'
import { callOf, pickleOf, type TestWeights, writePth, writeSafetensors } from './testing/write-pth.ts'
import { writeZip } from './testing/write-zip.ts'

/** Files made to harm: each is refused by one sentence, and nothing of it happens. */
const folder = mkdtempSync(join(tmpdir(), 'daguerre-hostile-'))
afterAll(() => rmSync(folder, { recursive: true }))

const canary = join(folder, 'canary')
const shell = `touch ${canary}`
const good = writePth(srvgg(), 'params')

const onnx = (graph: readonly Field[], model: readonly Field[] = []) =>
  joined(message([[1, 8], [7, message(graph)], [8, message([[2, 17]])], ...model]))
const tensor = (...fields: Field[]): Field => [5, message(fields)]
const picture = (name: string): Field => [1, utf8(name)]
const node = (type: string, ...more: Field[]): Field => [
  1,
  message([picture('input'), [2, utf8('output')], [4, utf8(type)], ...more]),
]

const absurd = (shape: readonly number[]): TestWeights => ({
  ...srvgg(),
  'body.0.weight': { shape, data: new Float32Array(4) },
})

const attacks: readonly (readonly [string, string, Uint8Array, string])[] = [
  [
    'a pickle that calls os.system',
    '.pth',
    writeZip([{ name: 'a/data.pkl', data: pickleOf(callOf('posix.system', shell)) }]),
    'runs-code',
  ],
  [
    'a call hidden beside good weights',
    '.pth',
    writePth(srvgg(), undefined, [['x', callOf('os.system', shell)]]),
    'runs-code',
  ],
  ['builtins.eval', '.pth', writePth(srvgg(), 'params', [['x', callOf('builtins.eval', '1')]]), 'runs-code'],
  ['a bare pickle', '.pth', pickleOf(callOf('os.system', shell)), 'runs-code'],
  [
    'an instruction that makes objects',
    '.pth',
    writeZip([{ name: 'a/data.pkl', data: Buffer.from('\x80\x02)\x81.', 'latin1') }]),
    'runs-code',
  ],
  [
    'an old pickle with a call inside',
    '.pth',
    Buffer.concat([Buffer.from('80028a0a6cfc9c46f9206aa850192e', 'hex'), pickleOf(callOf('os.system', shell))]),
    'runs-code',
  ],
  ['a file cut short', '.pth', good.subarray(0, good.length >> 1), 'truncated'],
  ['an archive with a broken directory', '.pth', broken(good), 'corrupt'],
  ['an archive that is no model', '.pth', writeZip([{ name: 'readme.txt', data: utf8('hello') }]), 'unknown-format'],
  ['weights that are missing', '.pth', withoutWeights(), 'truncated'],
  [
    'a bomb for a pickle',
    '.pth',
    writeZip([{ name: 'a/data.pkl', data: new Uint8Array(40_000_000), deflate: true }]),
    'absurd-size',
  ],
  [
    'a bomb that claims to be small',
    '.pth',
    writeZip([{ name: 'a/data.pkl', data: new Uint8Array(4_000_000), deflate: true, claims: 100 }]),
    'corrupt',
  ],
  ['a bomb for weights', '.pth', bombOfWeights(), 'absurd-size'],
  ['weights of absurd size', '.pth', writePth(absurd([64, 1_000_000_000, 3, 3]), 'params'), 'absurd-size'],
  ['weights of negative size', '.pth', writePth(absurd([-4, -3, 3, 3]), 'params'), 'absurd-size'],
  ['weights larger than their storage', '.pth', writePth(absurd([4, 3, 3, 3]), 'params'), 'corrupt'],
  [
    'safetensors with a header of a terabyte',
    '.safetensors',
    Buffer.from('00000000000100007b7d7b7d7b7d7b7d7b7d', 'hex'),
    'unknown-format',
  ],
  ['safetensors that reach beyond the file', '.safetensors', writeSafetensors(srvgg()).subarray(0, -40), 'truncated'],
  ['safetensors of absurd size', '.safetensors', writeSafetensors(absurd([1_000_000, 1_000_000])), 'absurd-size'],
  ['ONNX cut short', '.onnx', onnx([node('Relu')]).subarray(0, -9), 'corrupt'],
  ['noise called ONNX', '.onnx', Uint8Array.from({ length: 4000 }, (_, i) => (i * 7919) % 251), 'corrupt'],
  [
    'ONNX with weights in another file',
    '.onnx',
    onnx([
      node('Relu'),
      tensor(
        [1, 4],
        [2, 1],
        [8, utf8('w')],
        [
          13,
          message([
            [1, utf8('location')],
            [2, utf8('../../etc/passwd')],
          ]),
        ],
        [14, 1],
      ),
    ]),
    'external-data',
  ],
  ['ONNX with an operator of its own', '.onnx', onnx([node('Evil', [7, utf8('com.evil')])]), 'custom-operator'],
  [
    'ONNX with functions of its own',
    '.onnx',
    onnx([node('Relu')], [[25, message([[1, utf8('f')]])]]),
    'custom-operator',
  ],
  [
    'the same inside a branch',
    '.onnx',
    onnx([
      node('If', [
        5,
        message([
          [1, utf8('then_branch')],
          [6, message([node('Evil', [7, utf8('com.evil')])])],
        ]),
      ]),
    ]),
    'custom-operator',
  ],
  [
    'ONNX weights of absurd size',
    '.onnx',
    onnx([tensor([1, 1_000_000], [1, 1_000_000], [2, 1], [8, utf8('w')])]),
    'absurd-size',
  ],
  [
    'ONNX weights that do not fill their shape',
    '.onnx',
    onnx([tensor([1, 100], [2, 1], [8, utf8('w')], [9, new Uint8Array(8)])]),
    'corrupt',
  ],
  [
    'an enlargement that no memory holds',
    '.onnx',
    onnx([
      node('DepthToSpace', [
        5,
        message([
          [1, utf8('blocksize')],
          [3, 1_000_000],
          [20, 2],
        ]),
      ]),
      [11, valueInfo('input', ['n', 3, 'h', 'w'])],
      [12, valueInfo('output', ['n', 3, 'H', 'W'])],
    ]),
    'absurd-size',
  ],
  ['a loop', '.onnx', onnx([node('Loop')]), 'unsupported-variant'],
  ['an empty file', '.pth', new Uint8Array(), 'truncated'],
  ['a picture', '.pth', Buffer.from('89504e470d0a1a0a0000000d49484452aabbccdd', 'hex'), 'unknown-format'],
  ['half an ncnn model', '.param', utf8('7767517\n1 1\nInput a 0 1 data\n'), 'partner-missing'],
  [
    'a network nobody knows',
    '.pth',
    writePth({ 'layer.weight': { shape: [2, 2], data: new Float32Array(4) } }),
    'unknown-architecture',
  ],
  [
    'a known network with a part too many',
    '.pth',
    writePth({ ...srvgg(), 'body.6.weight': { shape: [4], data: new Float32Array(4) } }),
    'unsupported-variant',
  ],
]

test.each(attacks)('%s', async (_, ending, bytes, reason) => {
  const file = join(folder, `attack${ending}`)
  writeFileSync(file, bytes)
  const refusal = await convertModel([file]).then(
    () => undefined,
    (error: AppError) => error,
  )
  expect(refusal).toMatchObject({ code: 'model-refused', details: { reason } })
  expect(refusal?.message).toMatch(/^“attack\.\w+” [^\n]{5,400}\.$/)
  expect(existsSync(canary)).toBe(false)
  expect(readdirSync(folder)).not.toContain('canary')
})

const ncnn: readonly (readonly [string, string, Uint8Array, string])[] = [
  ['layers that are not there', '7767517\n3 3\nInput a 0 1 data\n', new Uint8Array(64), 'truncated'],
  [
    'a convolution of absurd size',
    '7767517\n2 2\nInput a 0 1 d\nConvolution c 1 1 d o 0=1000000 1=1000 6=3000000000000\n',
    new Uint8Array(64),
    'absurd-size',
  ],
  [
    'a layer nobody knows',
    '7767517\n2 2\nInput a 0 1 d\nExec c 1 1 d o 0=1\n',
    new Uint8Array(64),
    'unsupported-variant',
  ],
  [
    'weights of another network',
    '7767517\n2 2\nInput a 0 1 d\nConvolution c 1 1 d o 0=3 1=1 6=9\n',
    new Uint8Array(4096),
    'corrupt',
  ],
]
test.each(ncnn)('ncnn: %s', async (_, param, bin, reason) => {
  const files = [join(folder, 'attack.param'), join(folder, 'attack.bin')] as const
  writeFileSync(files[0], param)
  writeFileSync(files[1], bin)
  await expect(convertModel(files)).rejects.toMatchObject({ code: 'model-refused', details: { reason } })
})

/** The directory points into the middle of nothing. */
function broken(archive: Buffer): Buffer {
  const copy = Buffer.from(archive)
  copy.writeUInt32LE(7, copy.length - 6)
  return copy
}

function withoutWeights(): Buffer {
  const pickle = writePth(srvgg(), 'params')
  const from = pickle.indexOf(Buffer.from('\x80\x02', 'latin1'))
  const end = pickle.indexOf(Buffer.from('PK\x03\x04archive/data/0'.slice(0, 4), 'latin1'), from)
  return writeZip([{ name: 'archive/data.pkl', data: pickle.subarray(from, end) }])
}

function bombOfWeights(): Buffer {
  const weights = { ...srvgg(), 'body.0.weight': { shape: [4, 3, 3, 3], data: new Float32Array(108) } }
  const pickle = writePth(weights, 'params')
  const from = pickle.indexOf(Buffer.from('\x80\x02', 'latin1'))
  const end = pickle.indexOf(Buffer.from('PK\x03\x04', 'latin1'), from)
  return writeZip([
    { name: 'archive/data.pkl', data: pickle.subarray(from, end) },
    ...Array.from({ length: 20 }, (_, i) => ({
      name: `archive/data/${i}`,
      data: new Uint8Array(3_000_000),
      deflate: true,
    })),
  ])
}
