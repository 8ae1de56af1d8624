import { bridge } from '../../transport/open-ports.ts'
import { worthTrying } from './choose.ts'
import type { NamedFile } from './run-import.ts'

/**
 * The files of a drop or a paste. Must be called while the event lasts: the list is emptied after it.
 * In a desktop window a dropped folder stays one file, which the shell can name; a browser has to walk through it.
 */
export function filesOf(data: DataTransfer): Promise<NamedFile[]> {
  const items = [...data.items].filter((item) => item.kind === 'file')
  if (bridge || items.length === 0) return Promise.resolve([...data.files].map(plain))
  const entries = items.map((item) => item.webkitGetAsEntry() ?? item.getAsFile())
  return Promise.all(entries.filter((entry) => entry !== null).map(unfold)).then((found) => worthTrying(found.flat()))
}

const plain = (file: File): NamedFile => ({ file, name: file.name })

async function unfold(entry: FileSystemEntry | File): Promise<NamedFile[]> {
  if (entry instanceof File) return [plain(entry)]
  const name = entry.fullPath.replace(/^\//, '')
  if (isFile(entry)) return [{ file: await fileOf(entry), name }]
  const children = await childrenOf((entry as FileSystemDirectoryEntry).createReader())
  return (await Promise.all(children.map(unfold))).flat()
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile

const fileOf = (entry: FileSystemFileEntry) => new Promise<File>((resolve, reject) => entry.file(resolve, reject))

/** A reader gives at most a hundred at once, and an empty list at the end. */
async function childrenOf(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  const all: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (some.length === 0) return all
    all.push(...some)
  }
}
