import { once } from 'node:events'
import { createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { sendResponse } from './reply.ts'

test('a client that left before its answer was ready is no fault, and the file is not read', async () => {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const asked = once(server, 'request')
  const request = get({ port: (server.address() as AddressInfo).port, host: '127.0.0.1' }).on('error', () => {})
  const [, res] = await asked
  const left = once(res, 'close')
  request.destroy()
  await left
  let isCancelled = false
  const body = new ReadableStream({
    cancel: () => {
      isCancelled = true
    },
  })
  await sendResponse(res, new Response(body))
  expect(isCancelled).toBe(true)
  server.close()
})
