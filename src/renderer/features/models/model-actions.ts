import { codeOf } from '../../../shared/errors.ts'
import type { InstallProgress } from '../../../shared/models.ts'
import { keys, queryClient } from '../../state/queries.ts'
import { engine, host } from '../../transport/services.ts'
import { grantsOf } from '../import/run-import.ts'
import { begin, ended, failedWith, IMPORT, progressed } from './models-store.ts'

interface Control {
  readonly signal: AbortSignal
  readonly onEvent: (progress: InstallProgress) => void
}

/** Runs work on a model, shows how far it is, and keeps what went wrong beside the model. */
async function doWork(
  key: string,
  kind: 'install' | 'import' | 'measure',
  work: (control: Control) => Promise<unknown>,
) {
  const { abort } = begin(key, kind)
  try {
    await work({ signal: abort.signal, onEvent: (progress) => progressed(key, progress) })
    await queryClient.invalidateQueries({ queryKey: keys.models })
  } catch (error) {
    if (codeOf(error) !== 'cancelled' && !abort.signal.aborted) failedWith(key, error)
  } finally {
    ended(key)
  }
}

export const installModel = (id: string): Promise<void> =>
  doWork(id, 'install', (control) => engine.call('models.install', { id }, control))

export const measureModel = (id: string): Promise<void> =>
  doWork(id, 'measure', ({ signal }) => engine.call('models.measure', { id }, { signal }))

const importGrants = (grants: readonly string[]): Promise<void> =>
  doWork(IMPORT, 'import', (control) => engine.call('models.import', { grants: [...grants] }, control))

/** The shell's dialog where it has one, else the browser's. */
export async function chooseModelFiles(): Promise<void> {
  const { capabilities } = await queryClient.fetchQuery({
    queryKey: keys.host,
    queryFn: () => host.call('host.info', {}),
  })
  if (!capabilities.dialogs) return importModelFiles(await pickInBrowser())
  const { grants } = await host.call('host.pick-originals', { what: 'models' })
  if (grants.length > 0) await importGrants(grants)
}

/** Files that were dropped or chosen in the page. */
export async function importModelFiles(files: readonly File[]): Promise<void> {
  if (files.length === 0) return
  const { signal } = new AbortController()
  try {
    await importGrants(await grantsOf(files.slice(0, 2), signal))
  } catch (error) {
    failedWith(IMPORT, error)
  }
}

const endings = /\.(onnx|pth|pt|safetensors|param|bin)$/i
export const isModelFile = (name: string): boolean => endings.test(name)

function pickInBrowser(): Promise<File[]> {
  const input = document.createElement('input')
  input.type = 'file'
  input.multiple = true
  input.accept = '.onnx,.pth,.pt,.safetensors,.param,.bin'
  return new Promise((resolve) => {
    input.addEventListener('cancel', () => resolve([]), { once: true })
    input.addEventListener('change', () => resolve([...(input.files ?? [])]), { once: true })
    input.click()
  })
}
