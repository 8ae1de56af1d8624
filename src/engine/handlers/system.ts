import { availableParallelism } from 'node:os'
import type { Engine } from '../../shared/engine.ts'
import type { Handlers } from '../../shared/rpc/contract.ts'
import type { WorkerSettings } from '../jobs/worker-messages.ts'

export interface SystemDeps {
  readonly version: string
  readonly library: string
  readonly settings: () => WorkerSettings
}

export function systemHandlers({ version, library, settings }: SystemDeps): Pick<Handlers<Engine>, 'system.info'> {
  const startedAt = new Date().toISOString()
  return {
    'system.info': () => {
      const cores = availableParallelism()
      const { device, threads } = settings()
      return { version, startedAt, library, device, threads: threads || cores, cores }
    },
  }
}
