import type { Engine } from '../../shared/engine.ts'
import type { Host } from '../../shared/host.ts'
import { createLink } from './link.ts'
import { portOpener } from './open-ports.ts'

/** The page's two partners. Everything it knows or changes goes through these. */
export const engine = createLink<Engine>(portOpener('engine'))
export const host = createLink<Host>(portOpener('host'))

/** Where the page finds the picture of an asset (see `shared/assets.ts`). */
export const assetUrl = (asset: string): string => `/asset/${asset}`
