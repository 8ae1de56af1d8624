/** Bits of 64 in which the hashes of two scans of one print differ at most; strangers differ in about 32. */
export const ALIKE = 8

interface Looking {
  readonly id: string
  /** 16 hex digits, see `media/looks.ts`. */
  readonly looks: string
}

function bitsOf(value: number): number {
  let v = value - ((value >>> 1) & 0x55555555)
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333)
  return (((v + (v >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24
}

const halves = (looks: string): [number, number] => [
  Number.parseInt(looks.slice(0, 8), 16),
  Number.parseInt(looks.slice(8), 16),
]

export function distance(a: string, b: string): number {
  const [[a0, a1], [b0, b1]] = [halves(a), halves(b)]
  return bitsOf(a0 ^ b0) + bitsOf(a1 ^ b1)
}

/**
 * Finds for each picture the one that looks most like it, among others or those before it. Hashes that differ in at most
 * eight bits share at least one of nine pieces of seven bits (pigeonhole), so only those are compared.
 */
export function findAlike(
  fresh: readonly Looking[],
  known: Iterable<Looking>,
): { id: string; like: string; distance: number }[] {
  const buckets = new Map<number, Looking[]>()
  const put = (each: Looking) => {
    for (const piece of pieces(each.looks)) {
      const bucket = buckets.get(piece)
      if (bucket) bucket.push(each)
      else buckets.set(piece, [each])
    }
  }
  const isFresh = new Set(fresh.map(({ id }) => id))
  for (const each of known) if (!isFresh.has(each.id)) put(each)
  return fresh.flatMap((each) => {
    let best: { id: string; like: string; distance: number } | undefined
    for (const piece of pieces(each.looks)) {
      for (const other of buckets.get(piece) ?? []) {
        const apart = distance(each.looks, other.looks)
        if (apart <= ALIKE && apart < (best?.distance ?? 65)) best = { id: each.id, like: other.id, distance: apart }
      }
    }
    put(each)
    return best ?? []
  })
}

/** Nine pieces of the 64 bits, each told apart by its place. */
function* pieces(looks: string): Generator<number> {
  const all = BigInt(`0x${looks}`)
  for (let i = 0; i < 9; i++) yield i * 256 + Number((all >> BigInt(i * 7)) & 0x7fn)
}
