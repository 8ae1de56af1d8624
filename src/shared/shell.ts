import { z } from 'zod'
import { id } from './entities.ts'
import { method } from './rpc/contract.ts'

/**
 * What only the trusted shell (Electron's main process, the loopback server) may ask of the engine, on a port of its own.
 * A page never gets one of these.
 */
export const shell = {
  /** Makes paths the user chose nameable by a page. Grants live as long as the engine process. */
  'grants.issue': method({
    input: z.strictObject({ paths: z.array(z.string().min(1).max(8192)).min(1).max(100_000) }),
    output: z.strictObject({ grants: z.array(id) }),
  }),
  /** Makes sure that an asset exists as a file and tells where, relative to the library. */
  'assets.locate': method({
    input: z.strictObject({ asset: z.string().max(500) }),
    output: z.strictObject({ file: z.string(), type: z.string(), downloadName: z.string().nullable() }),
  }),
  /**
   * Path of a catalogued original or a finished export, for "Show in folder". An export is named by its file name and by
   * the grant of the folder it was written to; without one it lies in the library.
   */
  'files.reveal': method({
    input: z.strictObject({
      kind: z.enum(['original', 'export']),
      id: z.string(),
      folder: id.nullable().default(null),
    }),
    output: z.strictObject({ path: z.string() }),
  }),
  /** Where the next upload may be written (browser door); the folder exists. */
  'uploads.begin': method({
    input: z.strictObject({ name: z.string().min(1).max(1000) }),
    output: z.strictObject({ path: z.string() }),
  }),
  'engine.stop': method({ input: z.strictObject({}), output: z.null() }),
}
export type Shell = typeof shell

/** Labels of the ports a shell opens to the engine. */
export const portLabels = { page: 'page', shell: 'shell' } as const
