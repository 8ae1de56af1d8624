/** Notes a value as the newest; of more than `most` the one that was noted longest ago goes. */
export function keepRecent<K, T>(known: Map<K, T>, key: K, value: T, most: number): void {
  known.delete(key)
  known.set(key, value)
  for (const oldest of known.keys()) {
    if (known.size <= most) return
    known.delete(oldest)
  }
}
