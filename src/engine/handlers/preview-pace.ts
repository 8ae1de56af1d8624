/** Seconds within which a preview is promised, opening and encoding included. */
const PROMISE = 2
/** Seconds the steps may take on a computer that is as fast as it was: the rest is opening and encoding. */
const MOST = 1.3
const LEAST = 0.05
/** What remains of the promise when it was missed, so that the next one is not missed by a little. */
const MARGIN = 0.8
const RECOVERY = 1.5

export interface PreviewPace {
  /** Seconds that the steps of the next preview may be reckoned to take. */
  patience(): number
  /** @param seconds what a preview took */
  learn(seconds: number): void
}

/**
 * What earlier work took does not tell how busy the computer is now. A preview that came late makes the next ones
 * smaller, one that came early lets them grow again.
 */
export function createPreviewPace(): PreviewPace {
  let patience = MOST
  return {
    patience: () => patience,
    learn: (seconds) => {
      if (seconds > PROMISE) patience = Math.max(LEAST, (patience * PROMISE * MARGIN) / seconds)
      else if (seconds < PROMISE / 2) patience = Math.min(MOST, patience * RECOVERY)
    },
  }
}
