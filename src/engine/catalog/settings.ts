import type { Database } from 'better-sqlite3'
import { type Settings, settings } from '../../shared/engine.ts'

export interface SettingsTable {
  get(): Settings
  /** Changes what is given, keeps the rest. @returns all settings */
  set(change: Partial<Settings>): Settings
}

export function settingsTable(db: Database): SettingsTable {
  const all = db.prepare<[], { key: string; value: string }>('SELECT key, value FROM settings')
  const put = db.prepare(
    'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  )

  /** One value this version does not know (a later one wrote it) must not cost the user all the others. */
  const get = (): Settings => {
    const known = all.all().filter(({ key, value }) => {
      const field = settings.shape[key as keyof Settings]
      return field?.safeParse(JSON.parse(value)).success === true
    })
    return settings.parse(Object.fromEntries(known.map(({ key, value }) => [key, JSON.parse(value)])))
  }
  return {
    get,
    set: (change) => {
      const valid = settings.partial().parse(change)
      const write = db.transaction(() => {
        // What was not given must not be written: parsing fills in defaults.
        for (const key of Object.keys(change) as (keyof Settings)[]) {
          if (change[key] !== undefined) put.run(key, JSON.stringify(valid[key]))
        }
      })
      write.immediate()
      return get()
    },
  }
}
