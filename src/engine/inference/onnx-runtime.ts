import { createRequire } from 'node:module'
import { keepRuntimeQuiet } from './quiet-runtime.ts'

keepRuntimeQuiet()

/** ONNX Runtime, loaded here and nowhere else: an `import` would come before the line above. */
export const ort = createRequire(import.meta.url)('onnxruntime-node') as typeof import('onnxruntime-node')
