import type { Engine } from '../../shared/engine.ts'
import type { Handlers } from '../../shared/rpc/contract.ts'
import { explained } from '../catalog/sqlite-errors.ts'
import type { Queue } from '../jobs/queue.ts'

type JobMethods = Extract<keyof Engine, `jobs.${string}`>

export const jobHandlers = (queue: Queue): Pick<Handlers<Engine>, JobMethods> => ({
  'jobs.restore': ({ ids, recipe, priority, parent }) => ({
    jobs: explained(() => queue.restore(ids, recipe, priority, parent)),
  }),
  'jobs.list': () => explained(() => queue.list()),
  'jobs.watch': (_input, { signal, emit }) =>
    new Promise((resolve) => {
      const stop = queue.watch(emit)
      const end = () => {
        stop()
        resolve(null)
      }
      if (signal.aborted) end()
      else signal.addEventListener('abort', end, { once: true })
    }),
  'jobs.pause': ({ ids }) => done(() => queue.pause(ids)),
  'jobs.resume': ({ ids }) => done(() => queue.resume(ids)),
  'jobs.cancel': ({ ids }) => done(() => queue.cancel(ids)),
  'jobs.retry': ({ ids, way }) => done(() => queue.retry(ids, way)),
  'jobs.prioritize': ({ ids, priority }) => done(() => queue.prioritize(ids, priority)),
  'jobs.move': ({ id, before }) => done(() => queue.move(id, before)),
  'jobs.clear': () => done(() => queue.clear()),
})

function done(work: () => void): null {
  explained(work)
  return null
}
