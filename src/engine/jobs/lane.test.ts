import { EventEmitter } from 'node:events'
import { expect, test, vi } from 'vitest'
import { createLane, WorkerDied, type WorkerLike } from './lane.ts'
import { type FromWorker, signals, type ToWorker } from './worker-messages.ts'

const settings = { models: [], device: 'cpu', threads: 1 } as const
const look = (input: string) => ({ kind: 'analyze', input }) as const

class FakeWorker extends EventEmitter implements WorkerLike {
  readonly requests: ToWorker[] = []
  ended = false
  postMessage(message: ToWorker): void {
    this.requests.push(message)
  }
  say(message: FromWorker): void {
    this.emit('message', message)
  }
  terminate(): Promise<void> {
    this.ended = true
    this.emit('exit', 1)
    return Promise.resolve()
  }
  unref(): void {}
}

function lane(idleMs = 60_000) {
  const workers: FakeWorker[] = []
  const made = createLane({
    start: () => {
      const worker = new FakeWorker()
      workers.push(worker)
      return worker
    },
    idleMs,
  })
  return { lane: made, workers }
}
const tick = () => new Promise<void>((resolve) => setImmediate(resolve))

test('the thread is started by the first task and kept for the next', async () => {
  const { lane: it, workers } = lane()
  expect(workers).toHaveLength(0)
  const progress: unknown[] = []
  const first = it.run(look('a'), settings, (each) => progress.push(each))
  await tick()
  workers[0]?.say({ t: 'progress', stage: 'open', fraction: 0.5 })
  workers[0]?.say({ t: 'done', output: 'seen' })
  expect(await first.result).toBe('seen')
  expect(progress).toMatchObject([{ stage: 'open', fraction: 0.5 }])
  void it.run(look('b'), settings).result.catch(() => {})
  await tick()
  expect(workers).toHaveLength(1)
})

test('tasks take their turn', async () => {
  const { lane: it, workers } = lane()
  const [first, second] = [it.run(look('a'), settings), it.run(look('b'), settings)]
  await tick()
  expect(workers[0]?.requests).toHaveLength(1)
  workers[0]?.say({ t: 'failed', error: { code: 'file-missing', message: 'It is gone.', details: { name: 'a' } } })
  await expect(first.result).rejects.toMatchObject({ code: 'file-missing', details: { name: 'a' } })
  await tick()
  workers[0]?.say({ t: 'done', output: 2 })
  expect(await second.result).toBe(2)
})

test('steering goes through shared memory, also before the task has begun', async () => {
  const { lane: it, workers } = lane()
  const task = it.run(look('a'), settings)
  task.steer('freeze')
  await tick()
  const flag = new Int32Array(workers[0]?.requests[0]?.flag as SharedArrayBuffer)
  expect(flag[0]).toBe(signals.freeze)
  task.steer('stop')
  expect(flag[0]).toBe(signals.stop)
  workers[0]?.say({ t: 'done', output: null })
  await task.result
})

test('a bug keeps its stack for the log', async () => {
  const { lane: it, workers } = lane()
  const task = it.run(look('a'), settings)
  await tick()
  workers[0]?.say({ t: 'failed', error: { code: 'internal', message: 'm', details: {} }, bug: 'TypeError at x' })
  await expect(task.result).rejects.toMatchObject({ stack: 'TypeError at x' })
})

test('a thread that dies fails its task, and the next task has a new one', async () => {
  const { lane: it, workers } = lane()
  const task = it.run(look('a'), settings)
  await tick()
  workers[0]?.emit('error', new Error('out of memory'))
  await expect(task.result).rejects.toBeInstanceOf(WorkerDied)
  const next = it.run(look('b'), settings)
  await tick()
  expect(workers).toHaveLength(2)
  workers[0]?.emit('exit', 1)
  workers[1]?.say({ t: 'done', output: 'fine' })
  expect(await next.result).toBe('fine')
})

test('without work the thread ends, and starts again when there is some', async () => {
  const { lane: it, workers } = lane(20)
  const work = async () => {
    const task = it.run(look('a'), settings)
    await tick()
    workers.at(-1)?.say({ t: 'done', output: null })
    await task.result
  }
  await work()
  await vi.waitFor(() => expect(workers[0]?.ended).toBe(true), { timeout: 10_000 })
  await work()
  expect(workers).toHaveLength(2)
})

test('closing waits for the task in hand', async () => {
  const { lane: it, workers } = lane()
  const task = it.run(look('a'), settings)
  await tick()
  let closed = false
  const closing = it.close().then(() => {
    closed = true
  })
  await tick()
  expect([closed, workers[0]?.ended]).toEqual([false, false])
  workers[0]?.say({ t: 'done', output: null })
  await task.result
  await closing
  expect(workers[0]?.ended).toBe(true)
})
