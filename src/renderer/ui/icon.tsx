import type { LucideIcon } from 'lucide-react'

/** Icons never speak for themselves: they are hidden from assistive technology, the element around them has the name. */
export function Icon({ of: Drawing, small = false }: { readonly of: LucideIcon; readonly small?: boolean }) {
  return <Drawing size={small ? 16 : 18} strokeWidth={1.75} aria-hidden="true" focusable="false" />
}
