import type { Operation } from './define.ts'

const found = import.meta.glob<Operation>('./*/op.ts', { eager: true, import: 'default' })

/** Every operation, found by its folder; the living template among them. */
export const allOperations: ReadonlyMap<string, Operation> = new Map(
  Object.values(found).map((operation) => [operation.id, operation]),
)

/** The operations users meet. */
export const operations: ReadonlyMap<string, Operation> = new Map(
  [...allOperations].filter(([, operation]) => operation.released !== false),
)
