import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

export interface TorchWish {
  readonly model: string
  readonly width: number
  readonly height: number
  readonly threads: number
  readonly format: 'nchw' | 'channels_last'
}

export interface Torch {
  /** Not a number where PyTorch cannot build the network. */
  seconds(wish: TorchWish): Promise<number>
  close(): void
}

/** PyTorch behind a pipe, kept open so that runs can alternate; or the reason why there is none. */
export async function openTorch(script: string): Promise<Torch | { readonly reason: string }> {
  const python = process.env.DAGUERRE_TORCH_PYTHON
  if (!python) return { reason: 'DAGUERRE_TORCH_PYTHON does not name a Python with torch and onnx.' }
  const child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const failed = new Promise<undefined>((done) => child.once('error', () => done(undefined)))
  const hello = await Promise.race([lines.next(), failed])
  if (!hello || hello.done) return { reason: `${python} could not run ${script}.` }
  return {
    seconds: async (wish) => {
      child.stdin.write(`${JSON.stringify(wish)}\n`)
      const line = await lines.next()
      const answer = line.done ? {} : (JSON.parse(line.value) as { seconds?: number; error?: string })
      if (answer.error !== undefined) console.log(`PyTorch, ${wish.model}: ${answer.error}`)
      return answer.seconds ?? Number.NaN
    },
    close: () => child.stdin.end(),
  }
}
