import { BrowserWindow, powerSaveBlocker } from 'electron'
import type { Engine } from '../shared/engine.ts'
import { connect } from '../shared/rpc/client.ts'
import { emitterPort } from '../shared/rpc/ports.ts'
import type { EngineChild } from './engine-child.ts'
import { createWork, type WorkState } from './work.ts'

/**
 * Shows the queue's progress on the task bar and keeps the computer awake while it works, until this engine ends.
 * Rejects then with `disconnected`: the next one is watched anew.
 */
export async function watchWork(child: EngineChild): Promise<void> {
  const work = createWork()
  const show = shower()
  const port = child.openPage()
  try {
    await connect<Engine>(emitterPort(port))(
      'jobs.watch',
      {},
      { onEvent: ({ jobs, paused }) => show(work.update(jobs, paused)) },
    )
  } finally {
    show({ busy: false, progress: undefined })
    port.close()
  }
}

function shower(): (state: WorkState) => void {
  let blocker: number | undefined
  return ({ busy, progress }) => {
    for (const window of BrowserWindow.getAllWindows()) window.setProgressBar(progress ?? -1)
    if (busy && blocker === undefined) blocker = powerSaveBlocker.start('prevent-app-suspension')
    if (!busy && blocker !== undefined) {
      powerSaveBlocker.stop(blocker)
      blocker = undefined
    }
  }
}
