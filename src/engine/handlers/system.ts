import { availableParallelism } from 'node:os'
import type { Engine } from '../../shared/engine.ts'
import type { Handlers } from '../../shared/rpc/contract.ts'
import type { WorkerSettings } from '../jobs/worker-messages.ts'

export interface SystemDeps {
  readonly version: string
  readonly library: string
  readonly settings: () => WorkerSettings
}

export const systemHandlers = ({ version, library, settings }: SystemDeps): Pick<Handlers<Engine>, 'system.info'> => ({
  'system.info': () => {
    const cores = availableParallelism()
    const { device, threads } = settings()
    return { version, library, device, threads: threads || cores, cores }
  },
})
