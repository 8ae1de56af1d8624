import { resolve } from 'node:path'
import type { Command } from 'commander'
import { builtInModels } from '../../engine/built-in-models.ts'
import { albumsTable } from '../../engine/catalog/albums.ts'
import type { Catalog } from '../../engine/catalog/catalog.ts'
import { exportAlbum } from '../../engine/export/export-album.ts'
import type { ExportNeeds } from '../../engine/export/export-restorations.ts'
import { performExport } from '../../engine/export/perform-export.ts'
import type { Album } from '../../shared/albums.ts'
import { AppError } from '../../shared/errors.ts'
import { exportOptions } from '../../shared/export.ts'
import type { Context } from '../context.ts'
import { exits } from '../exit.ts'
import { reading, writing } from '../library.ts'
import { makeFolder } from '../names.ts'
import { finish, tellPicture } from './catalog.ts'
import { formatOf } from './formats.ts'

interface ExportFlags {
  readonly out: string
  readonly format: string
}

export function addAlbum(program: Command): void {
  const album = program.command('album').description('Albums: gather pictures, export them restored.')
  const sub = (name: string, description: string) =>
    album.command(name).description(description).option('--json', 'JSON on stdout')

  sub('create', 'A new album.')
    .argument('<name>')
    .option('--note <text>', 'a sentence about it', '')
    .action((name: string, { note }: { note: string }, command: Command) =>
      finish(command, (context) =>
        writing(context, ({ db }) => tellAlbum(context, albumsTable(db).create(name.trim(), note))),
      ),
    )
  sub('add', 'Add pictures at the end.')
    .argument('<album>', 'id or name')
    .argument('<pictures...>', 'ids, see "catalog list"')
    .action((wanted: string, pictures: string[], _: unknown, command: Command) =>
      finish(command, (context) =>
        writing(context, (catalog) =>
          tellAlbum(context, albumsTable(catalog.db).add(find(catalog, wanted).id, pictures)),
        ),
      ),
    )
  sub('list', 'All albums, or the pictures of one.')
    .argument('[album]', 'id or name')
    .action((wanted: string | undefined, _: unknown, command: Command) =>
      finish(command, (context) => reading(context, (catalog) => list(catalog, context, wanted))),
    )
  sub('export', 'Write an album as a folder of pictures with a page that shows them.')
    .argument('<album>', 'id or name')
    .requiredOption('--out <dir>', 'folder for the album (made when missing)')
    .option('--format <format>', 'jpeg | png | tiff | webp', 'jpeg')
    .action((wanted: string, flags: ExportFlags, command: Command) =>
      finish(command, (context) => writing(context, (catalog) => write(catalog, context, wanted, flags))),
    )
}

/** By id, or by name where it is the only one of that name. */
function find({ db }: Catalog, wanted: string): Album {
  const all = albumsTable(db).list()
  const named = all.filter((album) => album.id === wanted || album.name === wanted)
  if (named.length > 1)
    throw new AppError('wrong-usage', `There are ${named.length} albums called "${wanted}": use the id.`)
  const [album] = named
  if (!album) throw new AppError('not-found', `There is no album called "${wanted}".`, { album: wanted })
  return album
}

function tellAlbum({ voice }: Context, album: Album): number {
  voice.record(album)
  voice.say(`${album.id}  ${album.name}  ${album.pictures} pictures`)
  return exits.done
}

function list(catalog: Catalog, context: Context, wanted: string | undefined): number {
  const albums = albumsTable(catalog.db)
  if (wanted === undefined) for (const album of albums.list()) tellAlbum(context, album)
  else
    for (const picture of catalog.listing.summaries(albums.items(find(catalog, wanted).id)))
      tellPicture(context, picture)
  return exits.done
}

async function write(catalog: Catalog, context: Context, wanted: string, flags: ExportFlags): Promise<number> {
  const folder = resolve(flags.out)
  const format = formatOf(flags.format) ?? 'jpeg'
  const album = find(catalog, wanted)
  const { files, failed } = await exportAlbum(needsOf(catalog, context), {
    name: album.name,
    note: album.note,
    originals: albumsTable(catalog.db).items(album.id),
    folder,
    makeFolder,
    options: exportOptions.parse({ format }),
    signal: new AbortController().signal,
    onProgress: ({ done, total }) => context.voice.progress(wanted, done / total),
  })
  context.voice.record({ folder, files, failed })
  context.voice.say(`${files.length} files in ${folder}, ${failed.length} failed.`)
  for (const { name, error } of failed) context.voice.complain(`${name}: ${error.message}`)
  return failed.length > 0 ? exits.someFailed : exits.done
}

/** Exports run in this thread: there is no window that must stay awake. */
function needsOf(catalog: Catalog, context: Context): ExportNeeds {
  return {
    catalog,
    settings: () => ({ models: [builtInModels()], device: context.device, threads: context.threads }),
    perform: performExport,
    log: (error) => context.voice.complain(String(error)),
  }
}
