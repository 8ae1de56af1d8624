import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { z } from 'zod'
import type { Catalog } from '../../engine/catalog/catalog.ts'
import { importFiles } from '../../engine/catalog/import.ts'
import { pictureMedia } from '../../engine/catalog/picture-media.ts'
import { rebuildCatalog } from '../../engine/catalog/rebuild.ts'
import { placesToLook, relinkOriginals } from '../../engine/catalog/relink.ts'
import { catalogStats } from '../../engine/catalog/stats.ts'
import { verifyOriginals } from '../../engine/catalog/verify.ts'
import type { listQuery } from '../../shared/engine.ts'
import type { OriginalSummary } from '../../shared/entities.ts'
import { type Context, contextOf } from '../context.ts'
import { exits, usageError } from '../exit.ts'
import { libraryFolder, reading, writing } from '../library.ts'

type Shelf = z.output<typeof listQuery>['shelf']
const shelves: readonly Shelf[] = ['all', 'undated', 'restored', 'unrestored', 'missing']

export function addCatalog(program: Command): void {
  const catalog = program.command('catalog').description('The library: what is in it, is it intact.')
  const sub = (name: string, description: string) =>
    catalog.command(name).description(description).option('--json', 'JSON on stdout')

  sub('import', 'Catalogue pictures where they lie.')
    .argument('<inputs...>', 'pictures and folders')
    .action((named: string[], _: unknown, command: Command) =>
      finish(command, (context) => writing(context, (opened) => add(opened, context, named))),
    )
  sub('list', 'Pictures of the library.')
    .option('--shelf <shelf>', shelves.join(' | '), 'all')
    .option('--text <words>', 'only those with these words', '')
    .action(({ text, shelf }: { shelf: string; text: string }, command: Command) =>
      finish(command, (context) => reading(context, (opened) => list(opened, context, text, shelfOf(shelf)))),
    )
  sub('search', 'Pictures with these words in their name, notes or facts.')
    .argument('<words...>')
    .action((words: string[], _: unknown, command: Command) =>
      finish(command, (context) => reading(context, (opened) => list(opened, context, words.join(' '), 'all'))),
    )
  sub('verify', 'Hash every original again: intact, changed or missing.').action((_: unknown, command: Command) =>
    finish(command, (context) => writing(context, (opened) => verify(opened, context))),
  )
  sub('relink', 'Find originals that were moved or renamed, by their content.')
    .argument('[folders...]', 'where to look; else around the places where the pictures lie')
    .action((named: string[], _: unknown, command: Command) =>
      finish(command, (context) => writing(context, (opened) => relink(opened, context, named))),
    )
  sub('rebuild', "Make the catalog anew from the library's files.").action((_: unknown, command: Command) =>
    finish(command, rebuild),
  )
  sub('stats', 'How much there is.').action((_: unknown, command: Command) =>
    finish(command, (context) => reading(context, (opened) => stats(opened, context))),
  )
}

/** Runs a command and sets the exit status it answers with. */
export async function finish(command: Command, work: (context: Context) => Promise<number>): Promise<void> {
  process.exitCode = await work(contextOf(command))
}

async function add(catalog: Catalog, context: Context, named: string[]): Promise<number> {
  const { added, duplicates, failed } = await importFiles(catalog, {
    paths: named.map((name) => resolve(name)),
    media: pictureMedia,
    onProgress: ({ found, done }) => context.voice.progress(`${done} of ${found}`, found === 0 ? 0 : done / found),
  })
  context.voice.record({ added, duplicates, failed })
  context.voice.say(`${added.length} added, ${duplicates} here already, ${failed.length} failed.`)
  for (const { name, error } of failed) context.voice.complain(`${name}: ${error.message}`)
  return failed.length > 0 ? exits.someFailed : exits.done
}

const PAGE = 1000

function list(catalog: Catalog, context: Context, text: string, shelf: Shelf): number {
  for (let offset = 0; ; offset += PAGE) {
    const { items, total } = catalog.listing.list({ text, shelf, order: 'date', offset, limit: PAGE })
    for (const item of items) tellPicture(context, item)
    if (offset + items.length >= total || items.length === 0) return exits.done
  }
}

export function tellPicture({ voice }: Context, item: OriginalSummary): void {
  voice.record(item)
  const state = item.missing ? 'missing' : item.restorations > 0 ? 'restored' : ''
  const when = (item.date ?? 'undated').padEnd(12)
  voice.say(`${item.id}  ${when} ${item.name}  ${item.width}x${item.height}  ${state}`.trimEnd())
}

async function verify(catalog: Catalog, context: Context): Promise<number> {
  const result = await verifyOriginals(catalog, {
    onProgress: ({ done, total }) => context.voice.progress(`${done} of ${total}`, total === 0 ? 0 : done / total),
  })
  context.voice.record(result)
  context.voice.say(`${result.intact} intact, ${result.changed.length} changed, ${result.missing.length} missing.`)
  for (const name of result.changed) context.voice.complain(`changed: ${name}`)
  for (const name of result.missing) context.voice.complain(`missing: ${name}`)
  return result.changed.length + result.missing.length > 0 ? exits.someFailed : exits.done
}

async function relink(catalog: Catalog, context: Context, named: string[]): Promise<number> {
  const folders = named.length > 0 ? named.map((name) => resolve(name)) : placesToLook(catalog)
  const { relinked, returned, missing } = await relinkOriginals(catalog, { folders })
  context.voice.record({ relinked, returned, missing })
  context.voice.say(`${relinked} found again, ${returned} are back in their places, ${missing.length} missing.`)
  for (const path of missing) context.voice.complain(`missing: ${path}`)
  return missing.length > 0 ? exits.someFailed : exits.done
}

async function rebuild(context: Context): Promise<number> {
  const result = await rebuildCatalog(await libraryFolder(context))
  context.voice.record(result)
  context.voice.say(`${result.originals} originals and ${result.restorations} restorations found again.`)
  for (const file of result.skipped) context.voice.complain(`left out: ${file}`)
  return result.skipped.length > 0 ? exits.someFailed : exits.done
}

function stats(catalog: Catalog, context: Context): number {
  const found = catalogStats(catalog)
  context.voice.record(found)
  context.voice.say(
    `${found.shelves.all} pictures, ${(found.bytes / 1e9).toFixed(2)} GB, ${found.restorations} restorations`,
  )
  context.voice.say(`${found.shelves.undated} undated, ${found.shelves.missing} missing`)
  return exits.done
}

function shelfOf(text: string): Shelf {
  const shelf = shelves.find((known) => known === text)
  if (!shelf) throw usageError(`--shelf: "${text}" is not one of ${shelves.join(', ')}.`)
  return shelf
}
