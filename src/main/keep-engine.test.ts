import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { AppError } from '../shared/errors.ts'
import { keepEngine } from './keep-engine.ts'

const fake = vi.hoisted(() => ({ start: vi.fn() }))
vi.mock('./engine-child.ts', () => ({ startEngine: fake.start }))

beforeEach(() => {
  vi.useFakeTimers()
  fake.start.mockReset()
})
afterEach(() => void vi.useRealTimers())

function child(name: string) {
  let end: (reason: string) => void = () => {}
  const ended = new Promise<string>((resolve) => {
    end = resolve
  })
  return { started: { value: { name }, ended, stop: vi.fn(async () => end('asked to')) }, end }
}

function keep(given: { again?: boolean } = {}) {
  const options = {
    entry: '/app/engine-process.js',
    library: '/photos',
    log: { info: vi.fn(), warn: vi.fn(), error: vi.fn() },
    onRunning: vi.fn(async () => {}),
    onGivenUp: vi.fn(async () => given.again ?? false),
    quit: vi.fn(),
  }
  return { ...options, engine: keepEngine(options) }
}

test('after a crash there is another, and it is told of', async () => {
  const [first, second] = [child('first'), child('second')]
  fake.start.mockResolvedValueOnce(first.started).mockResolvedValueOnce(second.started)
  const { engine, onRunning } = keep()
  await vi.advanceTimersByTimeAsync(0)
  first.end('exit code 134')
  await vi.advanceTimersByTimeAsync(1000)
  expect(await engine.current()).toEqual({ name: 'second' })
  expect(onRunning.mock.calls).toEqual([[{ name: 'first' }], [{ name: 'second' }]])
})

test('a reason that stays is told in its own words, and the user may leave', async () => {
  fake.start.mockRejectedValue(new AppError('catalog-newer', 'The catalog was written by a newer Daguerre.'))
  const { onGivenUp, quit } = keep({ again: false })
  await vi.advanceTimersByTimeAsync(100)
  expect(onGivenUp).toHaveBeenCalledExactlyOnceWith('The catalog was written by a newer Daguerre.')
  expect(quit).toHaveBeenCalledOnce()
})

test('or try once more', async () => {
  const up = child('up')
  fake.start.mockRejectedValueOnce(new AppError('catalog-newer', 'No.')).mockResolvedValueOnce(up.started)
  const { engine, quit } = keep({ again: true })
  await vi.advanceTimersByTimeAsync(100)
  expect(await engine.current()).toEqual({ name: 'up' })
  expect(quit).not.toHaveBeenCalled()
})

test('crashing again and again ends with the last exit code', async () => {
  fake.start.mockImplementation(async () => {
    const crashing = child('crashing')
    setTimeout(() => crashing.end('exit code 139'), 10)
    return crashing.started
  })
  const { onGivenUp } = keep()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(onGivenUp).toHaveBeenCalledExactlyOnceWith('exit code 139')
})
