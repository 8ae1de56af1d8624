import { expect, test } from 'vitest'
import type { Port } from './contract.ts'
import { type Channel, multiplex } from './multiplex.ts'

/** Two ends of a channel; what is sent arrives at once. */
function channels() {
  const listeners: [((message: unknown) => void)[], ((message: unknown) => void)[]] = [[], []]
  const closers: (() => void)[] = []
  const end = (mine: 0 | 1): Channel => ({
    send: (message) => {
      for (const listener of listeners[mine === 0 ? 1 : 0]) listener(message)
    },
    onMessage: (listener) => listeners[mine].push(listener),
    onClose: (listener) => closers.push(listener),
  })
  const close = () => {
    for (const closer of closers) closer()
  }
  return { shell: end(0), engine: end(1), close }
}

test('what arrives before anybody listens is kept for the first listener', () => {
  const { shell, engine } = channels()
  let accepted: Port | undefined
  multiplex(engine, (port) => {
    accepted = port
  })
  const port = multiplex(shell).open('page')
  port.post('early')
  const got: unknown[] = []
  accepted?.onMessage((message) => got.push(message))
  port.post('late')
  expect(got).toEqual(['early', 'late'])
})

test('a port opened after the end of its channel is closed, and says so', async () => {
  const { shell, close } = channels()
  const mux = multiplex(shell)
  close()
  const port = mux.open('page')
  await new Promise<void>((resolve) => port.onClose(resolve))
})

test('only the side that accepts ports opens one when asked', () => {
  const { shell, engine } = channels()
  const labels: string[] = []
  multiplex(engine, (_port, label) => labels.push(label))
  multiplex(shell)
  shell.send({ mux: 'open', port: 1, label: 'page' })
  shell.send({ mux: 'open', port: 1, label: 'again' })
  engine.send({ mux: 'open', port: 9, label: 'back' })
  expect(labels).toEqual(['page'])
})

test('frames that are none are passed over', () => {
  const { shell, engine } = channels()
  const labels: string[] = []
  multiplex(engine, (_port, label) => labels.push(label))
  for (const frame of [null, 1, {}, { mux: 'open' }, { mux: 'open', port: 'x', label: 'a' }, { mux: 'data', port: 3 }])
    shell.send(frame)
  expect(labels).toEqual([])
})
