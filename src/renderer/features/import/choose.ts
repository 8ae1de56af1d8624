import { filmEndings, hasFilmEnding } from '../../../shared/film-endings.ts'
import { keys, queryClient } from '../../state/queries.ts'
import { host } from '../../transport/services.ts'
import { importFiles, importGrants, type NamedFile } from './run-import.ts'

/** "Open photos" */
export const chooseFiles = () => choose('files')
/** "Open a folder" */
export const chooseFolder = () => choose('folder')

/** The shell's own dialog where it has one; otherwise the browser's. */
async function choose(what: 'files' | 'folder'): Promise<void> {
  const { capabilities } = await queryClient.fetchQuery({
    queryKey: keys.host,
    queryFn: () => host.call('host.info', {}),
  })
  if (capabilities.dialogs) {
    const { grants } = await host.call('host.pick-originals', { what })
    return importGrants(grants)
  }
  return importFiles(await pickInBrowser(what))
}

const photoTypes = '.jpg,.jpeg,.png,.webp,.tif,.tiff,.gif,.avif,.heic,.bmp'
/** Browsers know few films by their kind: the endings say the rest. */
const pictureTypes = [photoTypes, ...filmEndings.map((ending) => `.${ending}`), 'image/*', 'video/*'].join(',')

/** @returns nothing when the user changed their mind */
function pickInBrowser(what: 'files' | 'folder'): Promise<NamedFile[]> {
  const input = document.createElement('input')
  input.type = 'file'
  input.multiple = true
  if (what === 'folder') input.webkitdirectory = true
  else input.accept = pictureTypes
  return new Promise((resolve) => {
    input.addEventListener('cancel', () => resolve([]), { once: true })
    input.addEventListener('change', () => resolve(worthTrying([...(input.files ?? [])].map(named))), { once: true })
    input.click()
  })
}

const named = (file: File): NamedFile => ({ file, name: file.webkitRelativePath || file.name })

/**
 * A folder holds other things than pictures; those are left alone rather than reported as failures. Single files are
 * always tried: whoever chose one wants to know what is wrong with it.
 */
export const worthTrying = (files: readonly NamedFile[]): NamedFile[] =>
  files.filter(({ name }) => !name.includes('/') || isPicture(name))

export const isPicture = (name: string): boolean =>
  !name.split('/').some((part) => part.startsWith('.')) &&
  (/\.(jpe?g|jfif|png|webp|tiff?|gif|avif|heic|heif|bmp)$/i.test(name) || hasFilmEnding(name))
