import { join } from 'node:path'
import { flipFuses } from '@electron/fuses'
import { fuses } from './fuses.mjs'

/**
 * Run by electron-builder when the application lies unpacked in `appOutDir`, before it is signed.
 * @param {import('app-builder-lib').AfterPackContext} context
 */
export default async function afterPack({ appOutDir, electronPlatformName, packager }) {
  const { productFilename } = packager.appInfo
  const names = { darwin: `${productFilename}.app`, mas: `${productFilename}.app`, win32: `${productFilename}.exe` }
  const name = names[electronPlatformName] ?? packager.executableName
  await flipFuses(join(appOutDir, name), fuses)
}
