import type { Engine } from '../../shared/engine.ts'
import type { Handlers } from '../../shared/rpc/contract.ts'
import type { Catalog } from '../catalog/catalog.ts'
import { explained } from '../catalog/sqlite-errors.ts'

export interface SettingsDeps {
  readonly catalog: Catalog
  /** Told after each change: the device or the threads may have to be chosen again. */
  readonly onChange?: () => void
}

export const settingsHandlers = ({
  catalog,
  onChange,
}: SettingsDeps): Pick<Handlers<Engine>, 'settings.get' | 'settings.set'> => ({
  'settings.get': () => explained(() => catalog.settings.get()),
  'settings.set': (change) => {
    const settings = explained(() => catalog.settings.set(change))
    onChange?.()
    return settings
  },
})
