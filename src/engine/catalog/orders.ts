import type { ListQuery } from '../../shared/engine.ts'

export type Shelf = NonNullable<ListQuery['shelf']>
export type Order = NonNullable<ListQuery['order']>

/** Which originals stand on a shelf. Each condition has an index for each order (migration 0007). */
export const shelves: Readonly<Record<Shelf, string>> = {
  all: 'is_back = 0',
  undated: 'is_back = 0 AND date_min IS NULL',
  restored: 'is_back = 0 AND restored = 1',
  unrestored: 'is_back = 0 AND restored = 0',
  films: "is_back = 0 AND kind = 'video'",
  missing: 'is_back = 0 AND missing = 1',
}

/** Imported: newest first. Date: oldest first, the vaguer first, undated last. Albums have an order of their own. */
const orders: Readonly<Record<Exclude<Order, 'album'>, string>> = {
  imported: 'row DESC',
  name: 'name_key, row',
  date: 'time_key, row',
}

/** Among the undated, order by date is order of import: said so, SQLite need not sort equals. */
export const orderOn = (shelf: Shelf, order: Exclude<Order, 'album'>): string =>
  shelf === 'undated' && order === 'date' ? 'row' : orders[order]
