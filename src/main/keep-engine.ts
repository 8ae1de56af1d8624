import { type SuperviseState, type Supervisor, supervise } from '../shared/supervise.ts'
import { type EngineChild, startEngine } from './engine-child.ts'
import type { Log } from './log.ts'

export interface KeepOptions {
  readonly entry: string
  readonly library: string
  readonly log: Log
  /** Called for each engine that came up. A rejection is written down: usually its engine has ended. */
  readonly onRunning: (child: EngineChild) => Promise<void>
  /** A person has to decide. @param reason an exit code, or a sentence. @returns whether to try once more */
  readonly onGivenUp: (reason: string) => Promise<boolean>
  readonly quit: () => void
}

/** Keeps an engine running, and says what becomes of it. */
export function keepEngine({ entry, library, log, onRunning, onGivenUp, quit }: KeepOptions): Supervisor<EngineChild> {
  const onState = (state: SuperviseState) => {
    log.info(`engine: ${JSON.stringify(state)}`)
    if (state.kind === 'running') {
      const running = engine.current().then(onRunning)
      running.catch((error: unknown) => log.info(`watching the engine ended: ${String(error)}`))
    }
    if (state.kind === 'given-up') {
      const { details, message } = state.error
      const asked = onGivenUp(String(details.reason ?? message))
      asked.then((again) => (again ? engine.retry() : quit()), quit)
    }
  }
  const start = () => startEngine({ entry, library, onOutput: (text) => log.warn(text.trimEnd()) })
  const engine = supervise({ start, onState })
  return engine
}
