import type { Database } from 'better-sqlite3'

export interface Timings {
  /** Mean seconds per megapixel of input, or undefined when the operation has never run here. */
  of(operation: string): number | undefined
  record(operation: string, secondsPerMegapixel: number): void
}

/** Past this many runs an old one counts no more than this: hardware, models and drivers change. */
const memory = 20

export function timingsTable(db: Database): Timings {
  const get = db.prepare<[string], number>('SELECT seconds_per_megapixel FROM timings WHERE operation = ?').pluck()
  const record = db.prepare(
    `INSERT INTO timings (operation, seconds_per_megapixel, runs) VALUES (@operation, @seconds, 1)
     ON CONFLICT (operation) DO UPDATE SET runs = min(runs + 1, ${memory}), seconds_per_megapixel =
       seconds_per_megapixel + (@seconds - seconds_per_megapixel) / min(runs + 1, ${memory})`,
  )
  return {
    of: (operation) => get.get(operation),
    record: (operation, seconds) => {
      if (!Number.isFinite(seconds) || seconds < 0) return
      record.run({ operation, seconds })
    },
  }
}
