import { join } from 'node:path'

/**
 * Where the parts of the built studio lie. The bundler moves what entries share into `out/main/chunks`, so no module
 * can tell by its own folder.
 * @param root the folder of package.json (`app.getAppPath()`), inside the archive when installed
 */
export const placesIn = (root: string) => ({
  engine: join(root, 'out/main/engine-process.js'),
  preload: join(root, 'out/preload/index.cjs'),
  page: join(root, 'out/renderer'),
  icon: join(root, 'resources/icons/512x512.png'),
})
export type Places = ReturnType<typeof placesIn>
