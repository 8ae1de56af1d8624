import { z } from 'zod'
import { recipe } from '../../../shared/recipe.ts'
import type { History } from './editor-store.ts'

const shown = z.union([z.literal(['scan', 'newest']), z.strictObject({ restorationId: z.string() })])
const moment = z.strictObject({ shown, edited: recipe.nullable() })
const memory = z.strictObject({
  id: z.string(),
  history: moment.extend({ past: z.array(moment), future: z.array(moment) }),
})

const place = 'daguerre.editor'
const calmMs = 250
/** Moments on both sides that outlive a reload; painted strokes make them large. */
const kept = 60

let waiting: { timer: ReturnType<typeof setTimeout>; write: () => void } | undefined

/** Keeps what is being done to the open picture over a reload: once the hand rests, or the page goes. */
export function rememberEditor(id: string, history: History): void {
  if (typeof sessionStorage === 'undefined') return
  // A reload right after the last stroke must not lose it.
  addEventListener('pagehide', writeNow)
  clearTimeout(waiting?.timer)
  waiting = { timer: setTimeout(writeNow, calmMs), write: () => write(id, history) }
}

function writeNow(): void {
  clearTimeout(waiting?.timer)
  waiting?.write()
  waiting = undefined
}

function write(id: string, { shown: now, edited, past, future }: History): void {
  for (const most of [kept, 0])
    try {
      const history = { shown: now, edited, past: past.slice(past.length - most), future: future.slice(0, most) }
      sessionStorage.setItem(place, JSON.stringify({ id, history: most > 0 ? history : { ...history, past: [] } }))
      return
    } catch {
      // No room for the history: the recipe itself is worth more.
    }
}

/** What was kept of this picture, if it was the open one. */
export function recallEditor(id: string): History | undefined {
  try {
    const found = memory.parse(JSON.parse(sessionStorage.getItem(place) ?? 'null'))
    return found.id === id ? found.history : undefined
  } catch {
    return undefined
  }
}
