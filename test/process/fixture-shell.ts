import { forkEngine } from '../../src/server/fork-engine.ts'

/** A shell that does nothing but keep an engine: told where, it says the engine's process id as soon as there is one. */
const [entry = '', ...args] = process.argv.slice(2)
const started = await forkEngine({ entry, args, stderr: 'ignore', onSpawn: (pid) => process.send?.({ pid }) })
process.send?.({ ready: started.value.pid })
