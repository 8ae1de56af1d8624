import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import sharp from 'sharp'
import { WebSocketServer } from 'ws'
import { serveFiles } from '../../../src/engine/serve-files.ts'
import { browserHost } from '../../../src/server/host-door.ts'
import { sendResponse, toRequest } from '../../../src/server/reply.ts'
import { type Engine, engine, settings } from '../../../src/shared/engine.ts'
import type { Job } from '../../../src/shared/entities.ts'
import { AppError } from '../../../src/shared/errors.ts'
import { host } from '../../../src/shared/host.ts'
import type { Handlers } from '../../../src/shared/rpc/contract.ts'
import { socketPort } from '../../../src/shared/rpc/ports.ts'
import { serve } from '../../../src/shared/rpc/server.ts'
import { type FakeLibrary, originalAt, summaryAt } from './fake-pictures.ts'
import { built } from './server.ts'

export interface FakeEngine {
  readonly address: string
  /** What `catalog.list` was asked for. */
  readonly asked: { offset: number; limit: number }[]
  /** Cuts every page off, as a crash of the engine does; they may come back at once. */
  drop(): void
  /** While true nobody is let in. */
  away: boolean
  /** Answers `catalog.edit`; at once unless a test puts something else in its place. */
  edit: () => Promise<null>
  /** Tells the pages about a job, and whether the queue is paused. */
  tell(job: Job, paused?: boolean): void
  stop(): Promise<void>
}

type Listener = (job: Job, paused: boolean) => void

const pictures = 6

/**
 * An engine that keeps nothing and does nothing, for states a real one is hard to bring into: 100,000 pictures, a crash
 * at a given moment, a job that fails. It speaks the same contract through the same server as the real one.
 * @param folder a temporary folder for its few generated pictures
 */
export async function startFakeEngine(folder: string, library: FakeLibrary): Promise<FakeEngine> {
  for (let index = 0; index < pictures; index++)
    await sharp({ create: { width: 160, height: 120, channels: 3, background: { r: 60 + index * 30, g: 90, b: 110 } } })
      .webp()
      .toFile(join(folder, `${index}.webp`))

  const asked: FakeEngine['asked'] = []
  const listeners = new Set<Listener>()
  const handlers = fakeHandlers(library, asked, listeners, () => fake.edit())
  const server = createServer()
  const sockets = new WebSocketServer({ noServer: true })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const origin = `http://127.0.0.1:${port}`
  const files = serveFiles({
    library: folder,
    page: join(built, 'renderer'),
    socket: `ws://127.0.0.1:${port}`,
    locate: async (asset) => ({
      file: `${Number(asset.replaceAll(/\D/g, '') || 0) % pictures}.webp`,
      type: 'image/webp',
      downloadName: null,
    }),
  })
  const fake: FakeEngine = {
    address: `${origin}/`,
    asked,
    away: false,
    edit: async () => null,
    drop: () => {
      for (const socket of sockets.clients) socket.terminate()
    },
    tell: (job, paused = false) => {
      for (const listener of listeners) listener(job, paused)
    },
    stop: async () => {
      fake.drop()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  server.on('request', (req, res) => {
    if (req.url === '/session') res.writeHead(204).end()
    else void files(toRequest(req, origin)).then((answer) => sendResponse(res, answer))
  })
  server.on('upgrade', (req, socket, head) => {
    if (fake.away) return void socket.destroy()
    return sockets.handleUpgrade(req, socket, head, (page) => {
      if (req.url === '/rpc') serve(engine, handlers, socketPort(page), console.error)
      else serve(host, browserHost('en'), socketPort(page), console.error)
    })
  })
  return fake
}

const untilAborted = (signal: AbortSignal) =>
  new Promise<null>((resolve) => signal.addEventListener('abort', () => resolve(null), { once: true }))

const notHere = () => {
  throw new AppError('not-found', 'The fake engine does not do this.')
}

function fakeHandlers(
  library: FakeLibrary,
  asked: FakeEngine['asked'],
  listeners: Set<Listener>,
  edit: () => Promise<null>,
): Handlers<Engine> {
  const { total } = library
  return {
    'system.info': () => ({
      version: '0',
      startedAt: '2020-01-01T00:00:00.000Z',
      library: '/library',
      device: 'cpu',
      threads: 2,
      cores: 4,
    }),
    'settings.get': () => settings.parse({}),
    'settings.set': (change) => settings.parse(change),
    'catalog.import': notHere,
    'catalog.list': ({ offset, limit }) => {
      asked.push({ offset, limit })
      const count = Math.max(0, Math.min(limit, total - offset))
      return { total, items: Array.from({ length: count }, (_, index) => summaryAt(library, offset + index)) }
    },
    'catalog.counts': () => ({ all: total, undated: 0, restored: 0, unrestored: total, films: 0, missing: 0 }),
    'catalog.get': ({ id }) => ({ original: originalAt(library, Number(id.slice(1))), restorations: [] }),
    'catalog.edit': () => edit(),
    'catalog.remove': () => null,
    'catalog.verify': notHere,
    'catalog.relink': notHere,
    'catalog.watch': (_input, { signal }) => untilAborted(signal),
    'albums.list': () => [],
    'albums.create': notHere,
    'albums.add': notHere,
    'albums.items': notHere,
    'albums.remove': notHere,
    'albums.edit': notHere,
    'albums.take': notHere,
    'albums.move': notHere,
    'catalog.timeline': () => [...library.timeline],
    'catalog.describe': ({ ids }) => ({ pictures: ids.length, tags: [], people: [], places: [] }),
    'catalog.facets': () => ({
      decades: [],
      damage: { scratched: 0, faded: 0, blurred: 0 },
      looked: 0,
      unlooked: 0,
      places: [],
      people: [],
      tags: [],
    }),
    'labels.list': () => [],
    'labels.change': notHere,
    'labels.rename': notHere,
    'labels.remove': notHere,
    'review.propose': () => ({ pairs: [], alike: [], pages: [] }),
    'pages.find': notHere,
    'pages.split': notHere,
    'catalog.sample': notHere,
    'pairs.join': notHere,
    'pairs.part': notHere,
    'pairs.of': () => ({ backs: [], children: [], page: null }),
    'faces.find': () => ({ detector: null, faces: [] }),
    'faces.candidates': notHere,
    'faces.imagine': notHere,
    'models.list': () => ({ models: [] }),
    'models.install': notHere,
    'models.import': notHere,
    'models.remove': notHere,
    'models.measure': notHere,
    'photo.look': () => ({ looked: 0, failed: 0 }),
    'photo.analyze': () => ({
      width: 160,
      height: 120,
      findings: [{ kind: 'small', severity: 0.9, text: 'Small.', values: { width: 160, height: 120 } }],
      faces: [],
      recipe: {
        version: 1,
        name: 'Faithful',
        steps: [{ operation: 'upscale', version: 1, enabled: true, params: { scale: 2 }, models: [] }],
      },
    }),
    'photo.estimate': () => ({ seconds: 9, isBusy: false }),
    'photo.pyramid': notHere,
    'photo.preview': notHere,
    'photo.detail': notHere,
    'photo.newer': () => ({ operations: [] }),
    'jobs.restore': notHere,
    'jobs.list': () => ({ paused: false, jobs: [] }),
    'jobs.watch': async (_input, { signal, emit }) => {
      const listener: Listener = (job, paused) => emit({ paused, jobs: [job] })
      emit({ paused: false, jobs: [] })
      listeners.add(listener)
      await untilAborted(signal)
      listeners.delete(listener)
      return null
    },
    'jobs.pause': () => null,
    'jobs.resume': () => null,
    'jobs.cancel': () => null,
    'jobs.retry': () => null,
    'jobs.clear': () => null,
    'jobs.move': () => null,
    'jobs.prioritize': () => null,
    'restorations.edit': () => null,
    'restorations.remove': () => null,
    'catalog.films': () => [],
    'film.look': notHere,
    'film.playable': notHere,
    'film.preview': notHere,
    'film.still': notHere,
    'export.run': notHere,
    'export.estimate': () => ({ bytes: 1_000_000, dpi: null, soft: 0 }),
    'export.film': notHere,
    'export.album': notHere,
  }
}
