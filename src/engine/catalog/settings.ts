import type { Database } from 'better-sqlite3'
import { type Settings, type SettingsChange, settings } from '../../shared/engine.ts'

export interface SettingsTable {
  get(): Settings
  /** Changes what is given, keeps the rest. @returns all settings */
  set(change: SettingsChange): Settings
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
      const write = db.transaction(() => {
        for (const [key, value] of Object.entries(change)) {
          if (value !== undefined) put.run(key, JSON.stringify(value))
        }
      })
      write.immediate()
      return get()
    },
  }
}
