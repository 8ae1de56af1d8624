export interface IdleNeeds {
  /** Milliseconds since the last page went. */
  readonly idle: () => number
  /** True while something is being restored: a queue may take all night without anybody looking. */
  readonly busy: () => Promise<boolean>
  readonly stop: () => void
}

/** Calls `stop` once nobody has looked for `limitMs` and nothing is left to do. @returns ends the watch */
export function stopWhenIdle({ idle, busy, stop }: IdleNeeds, limitMs: number, everyMs = 10_000): () => void {
  const look = async () => {
    if (idle() < limitMs) return
    // An engine that cannot be asked is doing nothing for us.
    const working = await busy().catch(() => false)
    if (!working && idle() >= limitMs) stop()
  }
  const timer = setInterval(() => void look(), everyMs)
  timer.unref()
  return () => clearInterval(timer)
}
