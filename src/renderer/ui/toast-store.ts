import { create } from 'zustand'

export interface ToastAction {
  readonly text: string
  readonly run: () => void
}

export interface Toast {
  readonly id: number
  readonly text: string
  readonly tone: 'plain' | 'good' | 'bad'
  /** Address of a small picture of what it is about. */
  readonly picture?: string
  readonly actions?: readonly ToastAction[]
}

interface ToastState {
  readonly toasts: readonly Toast[]
}

export const useToasts = create<ToastState>(() => ({ toasts: [] }))

let last = 0
const shownMs = 7000
const timers = new Map<number, ReturnType<typeof setTimeout>>()

/** Says something that needs no answer. One with actions stays three times as long: it takes time to reach. */
export function toast(text: string, options: Partial<Omit<Toast, 'id' | 'text'>> = {}): void {
  const id = ++last
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts.slice(-3), { id, text, tone: 'plain', ...options }] }))
  letGoOfToast(id)
}

/** While the pointer or the focus is in it, it stays. */
export function holdToast(id: number): void {
  clearTimeout(timers.get(id))
  timers.delete(id)
}

/** It may go, after its whole time again. */
export function letGoOfToast(id: number): void {
  holdToast(id)
  const toast = useToasts.getState().toasts.find((each) => each.id === id)
  if (!toast) return
  timers.set(
    id,
    setTimeout(() => dismissToast(id), toast.actions ? shownMs * 3 : shownMs),
  )
}

export function dismissToast(id: number): void {
  holdToast(id)
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((each) => each.id !== id) }))
}
