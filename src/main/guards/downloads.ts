import { parseAsset } from '../../shared/assets.ts'
import { isOurs } from './navigation.ts'

/** A page may save a finished export and nothing else: everything it shows is on the disk already. */
export function mayDownload(address: string): boolean {
  if (!isOurs(address)) return false
  const { pathname } = new URL(address)
  return pathname.startsWith('/asset/') && parseAsset(pathname.slice('/asset/'.length))?.kind === 'export'
}
