/**
 * ONNX Runtime reports its use to its makers unless this is set before it is loaded; the studio opens no connection that
 * nobody asked for. A worker thread only has a copy of the environment: to be called on the main thread, before workers.
 */
export function keepRuntimeQuiet(): void {
  process.env.ORT_DISABLE_TELEMETRY = '1'
}
