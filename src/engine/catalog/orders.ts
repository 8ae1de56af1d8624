import type { ListQuery } from '../../shared/engine.ts'

export type Shelf = NonNullable<ListQuery['shelf']>
export type Order = NonNullable<ListQuery['order']>

/** Which originals stand on a shelf. Each condition has an index for each order (migration 0001). */
export const shelves: Readonly<Record<Shelf, string>> = {
  all: 'TRUE',
  undated: 'date_min IS NULL',
  restored: 'restored = 1',
  unrestored: 'restored = 0',
  missing: 'missing = 1',
}

/** Imported: newest first. Date: oldest first, the more precise first, undated last. */
const orders: Readonly<Record<Order, string>> = {
  imported: 'row DESC',
  name: 'name_key, row',
  date: 'date_key, row',
}

/** Among the undated, order by date is order of import: said so, SQLite need not sort equals. */
export const orderOn = (shelf: Shelf, order: Order): string =>
  shelf === 'undated' && order === 'date' ? 'row' : orders[order]
