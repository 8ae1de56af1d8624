/** Before this part is done, the live rate says nothing. */
const TRUST_FROM = 0.03
/** From here on only the live rate counts. */
const TRUST_ALL = 0.3
/** How quickly a new guess is followed; the rest is the old guess, run down by the clock. */
const FOLLOW = 0.3
/** A guess that grows by less than this is not shown: nobody likes a clock that jumps back and forth. */
const GROWTH_SHOWN = 1.15

/**
 * Seconds left, as shown. Begins with what such work took before, goes over to the rate of this one, and moves smoothly.
 * @param expected seconds for the whole, or undefined when nothing is known yet
 */
export function timeLeft(expected: number | undefined) {
  let guess: number | undefined
  let at = 0
  let shown: number | null = null

  /** @param fraction done, 0..1 @param elapsed seconds of work so far, pauses left out */
  return (fraction: number, elapsed: number): number | null => {
    const fresh = blend(expected, fraction, elapsed)
    if (fresh === undefined) return null
    const ranDown = guess === undefined ? fresh : Math.max(0, guess - (elapsed - at))
    guess = fraction >= 1 ? 0 : ranDown + FOLLOW * (fresh - ranDown)
    at = elapsed
    const rounded = roundUp(guess)
    if (shown === null || rounded < shown || guess > shown * GROWTH_SHOWN) shown = rounded
    return shown
  }
}

function blend(expected: number | undefined, fraction: number, elapsed: number): number | undefined {
  const before = expected === undefined ? undefined : expected * (1 - fraction)
  if (fraction < TRUST_FROM) return before
  const live = (elapsed * (1 - fraction)) / fraction
  if (before === undefined) return live
  const trust = Math.min(1, (fraction - TRUST_FROM) / (TRUST_ALL - TRUST_FROM))
  return before * (1 - trust) + live * trust
}

/** To a step a person would use: seconds, then fives, quarters of a minute, minutes, five minutes. */
export function roundUp(seconds: number): number {
  const step = seconds <= 10 ? 1 : seconds <= 60 ? 5 : seconds <= 600 ? 15 : seconds <= 3600 ? 60 : 300
  return Math.max(0, Math.ceil(seconds / step) * step)
}
