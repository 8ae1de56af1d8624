import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beginUpload } from '../../src/engine/uploads.ts'
import type { EngineLink } from '../../src/server/fork-engine.ts'
import { AppError } from '../../src/shared/errors.ts'
import { connect } from '../../src/shared/rpc/client.ts'
import type { Handlers, Port } from '../../src/shared/rpc/contract.ts'
import { portPair } from '../../src/shared/rpc/ports.ts'
import { serve } from '../../src/shared/rpc/server.ts'
import { type Shell, shell } from '../../src/shared/shell.ts'
import { sample, sampleHandlers } from '../contract/sample.ts'

export const picture = Buffer.from(Array.from({ length: 1000 }, (_, i) => i % 251))

/** An engine for tests of the browser door: real uploads, one picture, the sample contract for pages. */
export async function fakeEngine() {
  const root = await mkdtemp(join(tmpdir(), 'daguerre-server-'))
  const library = join(root, 'library')
  const page = join(root, 'page')
  await mkdir(join(library, 'Cache'), { recursive: true })
  await mkdir(join(page, 'assets'), { recursive: true })
  await writeFile(join(page, 'index.html'), '<meta property="csp-nonce" nonce="%CSP_NONCE%">')
  await writeFile(join(library, 'Cache/a.png'), picture)

  const granted: string[] = []
  const pages: Port[] = []
  const handlers: Handlers<Shell> = {
    'grants.issue': ({ paths }) => {
      granted.push(...paths)
      return { grants: paths.map((_, i) => `grant-${granted.length - paths.length + i}`) }
    },
    'assets.locate': ({ asset }) => {
      if (asset !== 'thumb/a') throw new AppError('not-found', 'There is no such picture.')
      return { file: 'Cache/a.png', type: 'image/png', downloadName: null }
    },
    'files.reveal': () => ({ path: library }),
    'uploads.begin': async ({ name }) => ({ path: await beginUpload(join(library, 'Originals'), name) }),
    'engine.stop': () => null,
  }
  const [near, far] = portPair()
  serve(shell, handlers, far, () => {})
  const link: EngineLink = {
    pid: 0,
    library,
    shell: connect<Shell>(near),
    openPage: () => {
      const [mine, theirs] = portPair()
      serve(sample, sampleHandlers(), theirs, () => {})
      pages.push(theirs)
      return mine
    },
  }
  return { root, library, page, granted, pages, link, remove: () => rm(root, { recursive: true, force: true }) }
}
