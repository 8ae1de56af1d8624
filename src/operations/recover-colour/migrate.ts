import type { Migrate } from '../define.ts'

/** Version 1 measured: old recipes go on giving what they gave. */
export const migrate: Migrate = (params) => ({ ...params, method: 'classical' })
