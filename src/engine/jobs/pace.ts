/** How long a measured pace says something of the next minutes. */
const FRESH_MS = 10 * 60_000
/** Of so many the middle one counts: one picture that had to load its networks says little. */
const KEPT = 3
/** A preview after a longer pause loads its networks anew and would make any computer look busy. */
const WARM_MS = 30_000
/** What a preview takes beside its steps, seconds: opening and encoding (see `preview-pace.ts`). */
const PREVIEW_BESIDE = 0.7
/** Seconds of work below which times are mostly chance. */
const LEAST_WORK = 0.2
const [LEAST, MOST] = [0.5, 12]

export interface Pace {
  /** How many times as long as usual work takes at the moment; undefined when none was measured lately. */
  factor(): number | undefined
  /** @param usual seconds that earlier work says, this one included @param took seconds */
  restored(usual: number, took: number): void
  /** @param usual seconds of its steps @param took seconds in all */
  previewed(usual: number, took: number): void
}

interface Measured {
  readonly at: number
  readonly ratio: number
}

/**
 * How fast this computer is just now, which the means of many runs do not tell: other work slows it down for a while.
 * Previews come before a restoration, so they are the news; once a picture is restored, that says more.
 */
export function createPace(now: () => number = Date.now): Pace {
  let restorations: readonly Measured[] = []
  let previews: readonly Measured[] = []
  let lastPreview = Number.NEGATIVE_INFINITY
  const also = (known: readonly Measured[], usual: number, took: number): readonly Measured[] =>
    usual < LEAST_WORK || !Number.isFinite(took) ? known : [...known, { at: now(), ratio: took / usual }].slice(-KEPT)
  const middle = (known: readonly Measured[]): number | undefined => {
    const fresh = known.filter(({ at }) => now() - at < FRESH_MS).map(({ ratio }) => ratio)
    return fresh.toSorted((a, b) => a - b)[Math.floor((fresh.length - 1) / 2)]
  }
  return {
    factor: () => {
      const ratio = middle(previews) ?? middle(restorations)
      return ratio === undefined ? undefined : Math.min(MOST, Math.max(LEAST, ratio))
    },
    restored: (usual, took) => {
      restorations = also(restorations, usual, took)
      previews = []
    },
    previewed: (usual, took) => {
      const isWarm = now() - lastPreview < WARM_MS
      lastPreview = now()
      if (isWarm && usual >= LEAST_WORK) previews = also(previews, usual + PREVIEW_BESIDE, took)
    },
  }
}
