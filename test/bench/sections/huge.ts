import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { installStandIn, repeater } from '../../../src/engine/inference/testing/stand-ins.ts'
import type { StagePeak } from '../huge-child.ts'
import { watchMemory } from '../memory.ts'
import { drawnJpeg } from '../pictures.ts'
import { fixed, printTable } from '../table.ts'

const GIGABYTE = 1024 ** 3

/**
 * A 24-megapixel photo enlarged to 384 megapixels. The network is a stand-in that repeats pixels, because a real one
 * takes hours on a processor: the figure is the memory of everything around the network, the loader of this bench
 * included. What a network takes beside it is bounded by the plan of its tiles (768 MB at most).
 */
export async function benchHuge(root: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'daguerre-bench-'))
  const input = join(folder, 'large.jpg')
  await drawnJpeg(input, 6000, 4000)
  installStandIn(join(folder, 'models'), 'cheap-x4', repeater(4))
  const rows: string[][] = []
  const parts: string[][] = []
  for (const ending of ['tif', 'png']) {
    const output = join(folder, `out.${ending}`)
    const child = [join(root, 'test/bench/run.ts'), 'huge-child', input, output, join(folder, 'models'), 'cheap-x4']
    const { status, seconds, peak, output: told } = await watchMemory(child)
    rows.push([ending, `${status}`, fixed(seconds, 0), peak === undefined ? 'not told' : fixed(peak / GIGABYTE, 2)])
    const { stages } = JSON.parse(told || '{"stages":[]}') as { stages: StagePeak[] }
    for (const { stage, seconds: took, grown } of stages)
      parts.push([ending, stage, fixed(took, 0), grown === null ? 'not told' : fixed(grown / GIGABYTE, 2)])
  }
  printTable('24 MP enlarged to 384 MP', ['format', 'exit', 'seconds', 'peak resident GiB'], rows)
  printTable('Its stages', ['format', 'stage', 'seconds', 'GiB beside the start'], parts)
  await rm(folder, { recursive: true })
}
