import { expect, test } from 'vitest'
import { z } from 'zod'
import { method } from './contract.ts'
import { portPair } from './ports.ts'
import { serve } from './server.ts'

const contract = {
  get: method({ input: z.strictObject({ id: z.string().max(100) }), output: z.null() }),
}

test('what is not valid is told in one plain sentence; the log has the rest', async () => {
  const [page, engine] = portPair()
  const logged: unknown[] = []
  serve(contract, { get: () => null }, engine, (error) => logged.push(error))
  const answered = new Promise((resolve) => page.onMessage(resolve))
  page.post({ t: 'call', id: 1, method: 'get', input: { id: 'x'.repeat(101) } })
  expect(await answered).toMatchObject({
    error: {
      code: 'invalid-input',
      message: 'The studio was asked for something that is not valid.',
      details: { name: 'get' },
    },
  })
  expect(String(logged[0])).toMatch(/get.*<=100.*at id/s)
  expect(String(logged[0])).not.toContain('xxx')
})
