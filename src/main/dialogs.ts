import { type BrowserWindow, dialog, type OpenDialogOptions } from 'electron'
import { filmEndings } from '../shared/film-endings.ts'
import type { HostNeeds } from './host.ts'
import type { Words } from './words.ts'

/** What the picker shows at first. The engine looks into files, not at their names: "All files" may hold pictures too. */
const photoEndings = ['jpg', 'jpeg', 'jpe', 'jfif', 'png', 'tif', 'tiff', 'webp', 'gif', 'avif']

const modelEndings = ['onnx', 'pth', 'pt', 'safetensors', 'param', 'bin']

export function openDialogOptions(what: Parameters<HostNeeds['pick']>[0], words: Words['dialogs']): OpenDialogOptions {
  switch (what) {
    case 'files':
      return {
        title: words.pickFiles,
        properties: ['openFile', 'multiSelections'],
        filters: [
          { name: words.photosAndFilms, extensions: [...photoEndings, ...filmEndings] },
          { name: words.photos, extensions: photoEndings },
          { name: words.films, extensions: [...filmEndings] },
          { name: words.allFiles, extensions: ['*'] },
        ],
      }
    case 'models':
      return {
        title: words.pickModels,
        properties: ['openFile', 'multiSelections'],
        filters: [
          { name: words.models, extensions: modelEndings },
          { name: words.allFiles, extensions: ['*'] },
        ],
      }
    case 'folder':
      return { title: words.pickFolderOfPhotos, properties: ['openDirectory', 'multiSelections'] }
    case 'destination':
      return {
        title: words.pickDestination,
        buttonLabel: words.choose,
        properties: ['openDirectory', 'createDirectory'],
      }
  }
}

/** The pickers of one window, in its language. */
export function pickerOf(window: BrowserWindow, words: Words['dialogs']): HostNeeds['pick'] {
  return async (what) => {
    const { canceled, filePaths } = await dialog.showOpenDialog(window, openDialogOptions(what, words))
    return canceled ? [] : filePaths
  }
}
