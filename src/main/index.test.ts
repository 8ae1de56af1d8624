import { expect, test, vi } from 'vitest'

/** What main does with Electron, in the order it does it. */
const fake = vi.hoisted(() => ({ steps: [] as string[], ready: () => {}, listeners: new Map<string, Listener>() }))
type Listener = (...args: unknown[]) => void

vi.mock('./log.ts', () => ({ openLog: () => ({ info: () => {}, warn: () => {}, error: () => {} }) }))
vi.mock('./studio.ts', () => ({
  startStudio: ({ library }: { library: string }) => {
    fake.steps.push(`studio ${library}`)
    return {
      show: () => fake.steps.push('show'),
      openFiles: (files: string[]) => fake.steps.push(`open ${files.join()}`),
    }
  },
}))
vi.mock('electron', () => ({
  app: {
    requestSingleInstanceLock: () => fake.steps.push('lock'),
    enableSandbox: () => fake.steps.push('sandbox'),
    getPath: (name: string) => `/system/${name}`,
    on: (event: string, listener: Listener) => {
      if (event === 'web-contents-created') fake.steps.push('guards')
      fake.listeners.set(event, listener)
    },
    whenReady: () =>
      new Promise<void>((resolve) => {
        fake.ready = () => {
          fake.steps.push('ready')
          resolve()
        }
      }),
  },
  protocol: { registerSchemesAsPrivileged: () => fake.steps.push('scheme') },
}))

process.argv = ['/opt/daguerre']

test('sandbox, scheme and guards are in place before Electron is ready; the window comes last', async () => {
  await import('./index.ts')
  fake.listeners.get('open-file')?.({ preventDefault: () => {} }, '/photos/early.jpg')
  expect(fake.steps).toEqual(['lock', 'sandbox', 'scheme', 'guards'])
  fake.ready()
  const shown = ['ready', 'studio /system/pictures/Daguerre', 'open /photos/early.jpg', 'show']
  await vi.waitFor(() => expect(fake.steps.slice(4)).toEqual(shown), { timeout: 10_000 })
  fake.steps.length = 0
  fake.listeners.get('second-instance')?.({}, [], '', { files: ['/photos/a.jpg'] })
  fake.listeners.get('second-instance')?.({}, [], '', { files: [7] })
  expect(fake.steps).toEqual(['open /photos/a.jpg', 'show', 'show'])
})
