import { z } from 'zod'
import { id } from './entities.ts'
import { method } from './rpc/contract.ts'

/**
 * What a page may ask of the shell it runs in. Both doors implement it: Electron with dialogs and the file manager,
 * the browser with uploads and downloads. Features look at `capabilities`, never at "am I in Electron?".
 */
export const host = {
  'host.info': method({
    input: z.strictObject({}),
    output: z.strictObject({
      door: z.enum(['electron', 'browser']),
      platform: z.string(),
      language: z.string(),
      capabilities: z.strictObject({
        /** The shell can show its own dialogs; otherwise the page uploads and downloads. */
        dialogs: z.boolean(),
        reveal: z.boolean(),
      }),
    }),
  }),
  'host.pick-originals': method({
    input: z.strictObject({ what: z.enum(['files', 'folder', 'models']) }),
    output: z.strictObject({ grants: z.array(id) }),
  }),
  'host.pick-folder': method({
    input: z.strictObject({}),
    output: z.strictObject({ grant: id.nullable(), name: z.string() }),
  }),
  'host.reveal': method({
    input: z.strictObject({
      kind: z.enum(['original', 'export']),
      id: z.string(),
      folder: id.nullable().default(null),
    }),
    output: z.null(),
  }),
  /** Menu commands and files opened with Daguerre; runs until cancelled. */
  'host.watch': method({
    input: z.strictObject({}),
    event: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('command'), command: z.string() }),
      z.strictObject({ kind: z.literal('opened'), grants: z.array(id) }),
    ]),
    output: z.null(),
  }),
}
export type Host = typeof host
