import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

class FakeChild extends EventEmitter {
  pid = 4711
  stderr = new EventEmitter()
  posted: { message: unknown; ports: unknown[] }[] = []
  kill = vi.fn()
  postMessage(message: unknown, ports: unknown[]) {
    this.posted.push({ message, ports })
  }
}
const fake = vi.hoisted(() => ({ fork: vi.fn() }))

vi.mock('electron', async () => {
  const { EventEmitter: Emitter } = await import('node:events')
  const port = () => Object.assign(new Emitter(), { start: () => {}, close: () => {}, postMessage: vi.fn() })
  return {
    utilityProcess: { fork: fake.fork },
    MessageChannelMain: class {
      port1 = port()
      port2 = port()
    },
  }
})

const { startEngine } = await import('./engine-child.ts')

async function started() {
  const child = new FakeChild()
  fake.fork.mockReturnValueOnce(child)
  const output: string[] = []
  const starting = startEngine({
    entry: '/app/engine-process.js',
    library: '/photos/Daguerre',
    onOutput: (text) => output.push(text),
  })
  child.emit('message', { engine: 'ready', library: '/photos/Daguerre' })
  return { child, output, engine: await starting }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('it runs in a process of its own with the library it was given', async () => {
  const { child, output } = await started()
  const [file, args] = fake.fork.mock.lastCall as [string, string[]]
  expect(file).toBe('/app/engine-process.js')
  expect(args).toEqual(['--library', '/photos/Daguerre'])
  child.stderr.emit('data', Buffer.from('trouble'))
  expect(output).toEqual(['trouble'])
})

test('pages get ports labelled as such; the shell keeps its own', async () => {
  const { child, engine } = await started()
  expect(child.posted.map(({ message }) => message)).toEqual([{ label: 'shell' }])
  const port = engine.value.openPage()
  expect(child.posted.at(-1)).toMatchObject({ message: { label: 'page' } })
  expect(child.posted.at(-1)?.ports).not.toContain(port)
})

test('a child that ends before it is up is a failed start', async () => {
  const child = new FakeChild()
  fake.fork.mockReturnValueOnce(child)
  const starting = startEngine({ entry: '/e.js', library: '/l', onOutput: () => {} })
  child.emit('exit', 3)
  await expect(starting).rejects.toThrow('exit code 3')
})

test('one that cannot open its catalog says why', async () => {
  const child = new FakeChild()
  fake.fork.mockReturnValueOnce(child)
  const starting = startEngine({ entry: '/e.js', library: '/l', onOutput: () => {} })
  child.emit('message', 'noise')
  child.emit('message', { engine: 'failed', code: 'catalog-newer', message: 'It is newer.', details: {} })
  await expect(starting).rejects.toMatchObject({ code: 'catalog-newer', message: 'It is newer.' })
  expect(child.kill).toHaveBeenCalledOnce()
})

test('it says why it ended', async () => {
  const { child, engine } = await started()
  child.emit('exit', 134)
  expect(await engine.ended).toBe('exit code 134')
  expect(await engine.value.ended).toBe('exit code 134')
})

test('it is asked to stop and given the time to finish', async () => {
  const { child, engine } = await started()
  const stopping = engine.stop()
  await vi.advanceTimersByTimeAsync(5000)
  child.emit('exit', 0)
  await stopping
  expect(child.kill).not.toHaveBeenCalled()
})

test('one that does not listen is killed', async () => {
  const { child, engine } = await started()
  const kill = vi.spyOn(process, 'kill').mockImplementation((pid, signal) => {
    if (pid === 4711 && signal === 'SIGKILL') child.emit('exit', 137)
    return true
  })
  const stopping = engine.stop()
  await vi.advanceTimersByTimeAsync(15_000)
  expect(child.kill).toHaveBeenCalledOnce()
  await vi.advanceTimersByTimeAsync(1000)
  await stopping
  expect(kill).toHaveBeenCalledWith(4711, 'SIGKILL')
  kill.mockRestore()
})
