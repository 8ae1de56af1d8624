import { describe, expect, test } from 'vitest'
import { AppError } from './errors.ts'
import { CRASH_WINDOW_MS, type Started, type SuperviseState, supervise, waitAfter } from './supervise.ts'

/** A clock that moves by hand, and children that end when told. */
function world(starts: (attempt: number) => void = () => {}) {
  let time = 0
  let timers: { at: number; run: () => void }[] = []
  const children: { end(reason: string): void; stopped: boolean }[] = []
  const states: SuperviseState[] = []
  let attempts = 0

  const start = async (): Promise<Started<number>> => {
    starts(++attempts)
    let end: (reason: string) => void = () => {}
    const ended = new Promise<string>((resolve) => {
      end = resolve
    })
    const child = { end, stopped: false }
    children.push(child)
    const stop = async () => {
      child.stopped = true
      end('asked to')
    }
    return { value: attempts, ended, stop }
  }
  const supervisor = supervise({
    start,
    onState: (state) => states.push(state),
    now: () => time,
    later: (run, ms) => {
      const timer = { at: time + ms, run }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
  })
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve))
  const pass = async (ms: number) => {
    time += ms
    const due = timers.filter((timer) => timer.at <= time)
    timers = timers.filter((timer) => timer.at > time)
    for (const timer of due) timer.run()
    await settle()
  }
  const crash = async (reason = 'SIGSEGV') => {
    children.at(-1)?.end(reason)
    await settle()
  }
  return { supervisor, states, children, settle, pass, crash, timers: () => timers.length, attempts: () => attempts }
}

describe('supervise', () => {
  test('starts at once and tells who is up', async () => {
    const { supervisor, states } = world()
    expect(await supervisor.current()).toBe(1)
    expect(states.map((state) => state.kind)).toEqual(['starting', 'running'])
  })

  test('starts again after a crash; callers wait for the new one', async () => {
    const { supervisor, crash, pass } = world()
    await supervisor.current()
    await crash()
    expect(supervisor.state).toEqual({ kind: 'waiting', ms: 200, reason: 'SIGSEGV' })
    const next = supervisor.current()
    await pass(200)
    expect(await next).toBe(2)
  })

  test('waits longer after each crash, up to ten seconds', () => {
    expect([1, 2, 3, 4].map(waitAfter)).toEqual([200, 400, 800, 1600])
    expect(waitAfter(20)).toBe(10_000)
  })

  test('does not start before the wait is over', async () => {
    const { supervisor, crash, pass, attempts } = world()
    await supervisor.current()
    await crash()
    await pass(199)
    expect(attempts()).toBe(1)
  })

  test('gives up after five crashes within a minute, and says why', async () => {
    const { supervisor, crash, pass, attempts } = world()
    await supervisor.current()
    for (let i = 0; i < 4; i++) {
      await crash()
      await pass(10_000)
    }
    const before = supervisor.current()
    await before
    await crash('exit code 134')
    expect(supervisor.state).toMatchObject({
      kind: 'given-up',
      error: { code: 'engine-crashed', details: { reason: 'exit code 134' } },
      crashes: 5,
    })
    await pass(CRASH_WINDOW_MS)
    expect(attempts()).toBe(5)
    const error = await supervisor.current().catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(AppError)
    expect((error as AppError).code).toBe('engine-crashed')
  })

  test('old crashes are forgotten', async () => {
    const { supervisor, crash, pass } = world()
    await supervisor.current()
    for (let i = 0; i < 12; i++) {
      await crash()
      expect(supervisor.state).toMatchObject({ kind: 'waiting' })
      await pass(CRASH_WINDOW_MS / 3)
    }
    expect(supervisor.state.kind).toBe('running')
  })

  test('a start that fails counts as a crash', async () => {
    const { supervisor, pass, settle } = world((attempt) => {
      if (attempt < 3) throw new Error('no such file')
    })
    const up = supervisor.current()
    await settle()
    await pass(200)
    await pass(400)
    expect(await up).toBe(3)
  })

  test('a reason that stays ends the matter at once', async () => {
    const { supervisor, settle, timers } = world(() => {
      throw new AppError('catalog-newer', 'The catalog belongs to a newer Daguerre.')
    })
    await settle()
    expect(timers()).toBe(0)
    await expect(supervisor.current()).rejects.toMatchObject({ code: 'catalog-newer' })
  })

  test('what start says is told in the end', async () => {
    const { supervisor, settle, pass } = world(() => {
      throw new AppError('catalog-busy', 'This library is open in another Daguerre.')
    })
    await settle()
    expect(supervisor.state.kind).toBe('waiting')
    for (let i = 0; i < 5; i++) await pass(10_000)
    await expect(supervisor.current()).rejects.toMatchObject({ code: 'catalog-busy' })
  })

  test('callers are told when it is given up while they wait', async () => {
    const { supervisor, pass } = world(() => {
      throw new Error('no such file')
    })
    const waiting = supervisor.current().catch((error: AppError) => error.code)
    for (let i = 0; i < 5; i++) await pass(10_000)
    expect(await waiting).toBe('engine-crashed')
  })

  test('can be tried again with a clean record', async () => {
    let broken = true
    const { supervisor, pass, settle } = world(() => {
      if (broken) throw new Error('no such file')
    })
    await settle()
    for (let i = 0; i < 5; i++) await pass(10_000)
    expect(supervisor.state.kind).toBe('given-up')
    broken = false
    supervisor.retry()
    expect(await supervisor.current()).toBeGreaterThan(4)
  })

  test('stop ends the child and starts no other', async () => {
    const { supervisor, children, settle, pass, attempts } = world()
    await supervisor.current()
    await supervisor.stop()
    await settle()
    await pass(60_000)
    expect(children[0]?.stopped).toBe(true)
    expect(attempts()).toBe(1)
    expect(supervisor.state.kind).toBe('stopped')
    await expect(supervisor.current()).rejects.toMatchObject({ code: 'disconnected' })
  })

  test('stop while it waits calls the restart off', async () => {
    const { supervisor, crash, pass, attempts, timers } = world()
    await supervisor.current()
    await crash()
    await supervisor.stop()
    await pass(60_000)
    expect(attempts()).toBe(1)
    expect(timers()).toBe(0)
  })

  test('a child that comes up after stop is ended too', async () => {
    const { supervisor, children } = world()
    await supervisor.stop()
    expect(children[0]?.stopped).toBe(true)
  })
})
