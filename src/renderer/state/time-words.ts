/** How long something takes, rounded as a person would say it. */
export interface Spell {
  readonly key: 'time.seconds' | 'time.minutes' | 'time.hours'
  readonly count: number
}

/** At least a second: less is not worth a word of its own. Seconds below ten one by one, then by fives; minutes; from two hours on, hours. */
export function spell(seconds: number): Spell {
  if (!(seconds >= 1)) return { key: 'time.seconds', count: 1 }
  if (seconds < 10) return { key: 'time.seconds', count: Math.round(seconds) }
  if (seconds < 57.5) return { key: 'time.seconds', count: Math.round(seconds / 5) * 5 }
  if (seconds < 7200) return { key: 'time.minutes', count: Math.max(1, Math.round(seconds / 60)) }
  return { key: 'time.hours', count: Math.round(seconds / 3600) }
}

/**
 * Seconds for several jobs one after the other: what is known, and the mean of it for those that nothing is known of.
 * Undefined while nothing is known of any.
 */
export function totalSeconds(known: readonly (number | null)[]): number | undefined {
  const numbers = known.filter((value) => value !== null)
  if (numbers.length === 0) return undefined
  const sum = numbers.reduce((total, value) => total + value, 0)
  return sum + (sum / numbers.length) * (known.length - numbers.length)
}
