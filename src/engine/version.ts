import manifest from '../../package.json' with { type: 'json' }

/** Written into every result and its record: which engine made it. */
export const ENGINE_VERSION: string = manifest.version
