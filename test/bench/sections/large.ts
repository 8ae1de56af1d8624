import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { watchMemory } from '../memory.ts'
import { drawnJpeg } from '../pictures.ts'
import { fixed, printTable } from '../table.ts'

const GIGABYTE = 1024 ** 3

/** A 25-megapixel photo enlarged to 100 megapixels by the built program, in formats that hold 8 bits. */
export async function benchLarge(root: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'daguerre-bench-'))
  const input = join(folder, 'large.jpg')
  await drawnJpeg(input, 6124, 4083)
  const rows: string[][] = []
  for (const ending of ['jpg', 'tif']) {
    const output = join(folder, `out.${ending}`)
    const args = [join(root, 'out/main/cli.js'), 'run', 'upscale', input, '--out', output, '--scale', '2', '--json']
    const { status, seconds, peak } = await watchMemory(args)
    rows.push([ending, `${status}`, fixed(seconds, 0), peak === undefined ? 'not told' : fixed(peak / GIGABYTE, 2)])
  }
  printTable('25 MP enlarged to 100 MP', ['format', 'exit', 'seconds', 'peak resident GiB'], rows)
  await rm(folder, { recursive: true })
}
