import { useSyncExternalStore } from 'react'
import { engine } from '../transport/services.ts'

export const useLinkStatus = () =>
  useSyncExternalStore(
    (listener) => engine.onStatus(listener),
    () => engine.status(),
  )
