/**
 * A reader of pickles that can execute nothing. A pickle is a program for a small stack machine; two of its
 * instructions call Python functions. Here these give inert notes about a handful of known names (`allowed`), and every
 * other name is refused before anything else is read. Source: Python's `pickletools`, protocols 0 to 5.
 */

export class PickleError extends Error {
  readonly kind: 'corrupt' | 'runs-code'
  readonly what: string

  constructor(kind: 'corrupt' | 'runs-code', what: string) {
    super(what)
    this.kind = kind
    this.what = what
  }
}

/** A function or class the pickle names: only its name. */
export interface Global {
  readonly global: string
}
/** What a call of one would have made. */
export interface Called {
  readonly called: string
  readonly args: readonly PickleValue[]
}
/** A reference to something outside the pickle: PyTorch's storages. */
export interface Persistent {
  readonly persistent: PickleValue
}
export type PickleDict = Map<PickleValue, PickleValue>
export type PickleValue =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | PickleValue[]
  | PickleDict
  | Global
  | Called
  | Persistent

/** The one class whose instances are plain data: a dictionary that keeps its order. */
const DICTIONARY = 'collections.OrderedDict'

/** @param allowed names that may appear, `module.name` */
export function readPickle(
  bytes: Uint8Array,
  allowed: ReadonlySet<string>,
): { readonly value: PickleValue; readonly end: number } {
  const machine = new Machine(bytes, allowed)
  try {
    for (;;) {
      const code = machine.u8()
      if (code === STOP) return { value: machine.pop(), end: machine.at }
      const work = instructions[String.fromCharCode(code)]
      if (!work) throw new PickleError('runs-code', `the instruction 0x${code.toString(16)}`)
      work(machine)
    }
  } catch (error) {
    // A DataView throws it beyond its end.
    if (error instanceof RangeError) throw new PickleError('corrupt', 'it ends too early')
    throw error
  }
}

const STOP = 0x2e

/** The stack, the memo and the place in the bytes. */
class Machine {
  at = 0
  readonly allowed: ReadonlySet<string>
  readonly memo = new Map<number, PickleValue>()
  readonly #bytes: Uint8Array
  readonly #view: DataView
  #stack: PickleValue[] = []
  /** What lay on the stack below each mark. */
  readonly #below: PickleValue[][] = []

  constructor(bytes: Uint8Array, allowed: ReadonlySet<string>) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.allowed = allowed
  }

  u8 = (): number => this.#view.getUint8(this.#step(1))
  u16 = (): number => this.#view.getUint16(this.#step(2), true)
  i32 = (): number => this.#view.getInt32(this.#step(4), true)
  u32 = (): number => this.#view.getUint32(this.#step(4), true)
  u64 = (): number => Number(this.#view.getBigUint64(this.#step(8), true))
  f64 = (): number => this.#view.getFloat64(this.#step(8), false)

  bytes(length: number): Uint8Array {
    if (length < 0 || length > this.#bytes.length - this.at) throw new PickleError('corrupt', 'it ends too early')
    const from = this.#step(length)
    return this.#bytes.subarray(from, from + length)
  }

  text = (length: number): string => new TextDecoder().decode(this.bytes(length))

  line(): string {
    const end = this.#bytes.indexOf(0x0a, this.at)
    if (end < 0) throw new PickleError('corrupt', 'it ends too early')
    const text = this.text(end - this.at)
    this.at++
    return text
  }

  /** A signed little-endian number of any length. */
  long(length: number): number {
    let value = 0n
    const bytes = this.bytes(length)
    for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i] as number)
    return Number(BigInt.asIntN(Math.max(8, length * 8), value))
  }

  push(value: PickleValue): void {
    this.#stack.push(value)
  }

  pop(): PickleValue {
    const value = this.#stack.pop()
    if (value === undefined) throw new PickleError('corrupt', 'its stack runs empty')
    return value
  }

  top(): PickleValue {
    const value = this.pop()
    this.push(value)
    return value
  }

  mark(): void {
    this.#below.push(this.#stack)
    this.#stack = []
  }

  /** All above the last mark, which is taken away. */
  sinceMark(): PickleValue[] {
    const above = this.#stack
    const below = this.#below.pop()
    if (!below) throw new PickleError('corrupt', 'a mark is missing')
    this.#stack = below
    return above
  }

  #step(length: number): number {
    const from = this.at
    this.at += length
    return from
  }
}

type Instruction = (machine: Machine) => void

const times = (count: number, machine: Machine) => Array.from({ length: count }, () => machine.pop()).reverse()

function name(machine: Machine, module: string, own: string): void {
  const global = `${module}.${own}`
  if (!machine.allowed.has(global)) throw new PickleError('runs-code', global)
  machine.push({ global })
}

function stackName(machine: Machine): void {
  const own = machine.pop()
  const module = machine.pop()
  if (typeof module !== 'string' || typeof own !== 'string') throw new PickleError('corrupt', 'a name is broken')
  name(machine, module, own)
}

/** Notes the call; nothing is called. */
function reduce(machine: Machine): void {
  const args = machine.pop()
  const callee = machine.pop()
  if (!isGlobal(callee) || !Array.isArray(args)) throw new PickleError('runs-code', 'a call')
  machine.push(callee.global === DICTIONARY ? new Map() : { called: callee.global, args })
}

/** State is only kept from dictionaries, where it is a note of PyTorch's about versions. */
function build(machine: Machine): void {
  machine.pop()
  if (!(machine.top() instanceof Map)) throw new PickleError('runs-code', 'the making of an object')
}

function setItems(machine: Machine, items: readonly PickleValue[]): void {
  const target = machine.top()
  if (!(target instanceof Map) || items.length % 2 !== 0) throw new PickleError('corrupt', 'a dictionary is broken')
  for (let i = 0; i < items.length; i += 2) target.set(items[i] as PickleValue, items[i + 1] as PickleValue)
}

function append(machine: Machine, items: readonly PickleValue[]): void {
  const target = machine.top()
  if (!Array.isArray(target)) throw new PickleError('corrupt', 'a list is broken')
  for (const item of items) target.push(item)
}

function recall(machine: Machine, key: number): void {
  const value = machine.memo.get(key)
  if (value === undefined) throw new PickleError('corrupt', 'it recalls what it never kept')
  machine.push(value)
}

const numberIn = (text: string): number => {
  const value = Number(text.replace(/L$/, ''))
  if (text === '' || !Number.isFinite(value)) throw new PickleError('corrupt', 'a number is broken')
  return value
}

/** `I01` and `I00` are how protocol 1 writes true and false. */
const intOrBool = (text: string): PickleValue => (text === '01' ? true : text === '00' ? false : numberIn(text))

/** Every instruction that is understood, by its character. */
const instructions: Readonly<Record<string, Instruction>> = {
  '\x80': (m) => void m.u8(),
  '\x95': (m) => void m.u64(),
  N: (m) => m.push(null),
  '\x88': (m) => m.push(true),
  '\x89': (m) => m.push(false),
  I: (m) => m.push(intOrBool(m.line())),
  L: (m) => m.push(numberIn(m.line())),
  F: (m) => m.push(numberIn(m.line())),
  K: (m) => m.push(m.u8()),
  M: (m) => m.push(m.u16()),
  J: (m) => m.push(m.i32()),
  '\x8a': (m) => m.push(m.long(m.u8())),
  '\x8b': (m) => m.push(m.long(m.i32())),
  G: (m) => m.push(m.f64()),
  U: (m) => m.push(m.text(m.u8())),
  T: (m) => m.push(m.text(m.i32())),
  '\x8c': (m) => m.push(m.text(m.u8())),
  X: (m) => m.push(m.text(m.u32())),
  '\x8d': (m) => m.push(m.text(m.u64())),
  C: (m) => m.push(m.bytes(m.u8())),
  B: (m) => m.push(m.bytes(m.u32())),
  ')': (m) => m.push([]),
  ']': (m) => m.push([]),
  '}': (m) => m.push(new Map()),
  '(': (m) => m.mark(),
  '0': (m) => void m.pop(),
  '1': (m) => void m.sinceMark(),
  '2': (m) => m.push(m.top()),
  t: (m) => m.push(m.sinceMark()),
  l: (m) => m.push(m.sinceMark()),
  '\x85': (m) => m.push(times(1, m)),
  '\x86': (m) => m.push(times(2, m)),
  '\x87': (m) => m.push(times(3, m)),
  d: (m) => {
    const items = m.sinceMark()
    m.push(new Map())
    setItems(m, items)
  },
  s: (m) => setItems(m, times(2, m)),
  u: (m) => setItems(m, m.sinceMark()),
  a: (m) => append(m, times(1, m)),
  e: (m) => append(m, m.sinceMark()),
  p: (m) => void m.memo.set(numberIn(m.line()), m.top()),
  q: (m) => void m.memo.set(m.u8(), m.top()),
  r: (m) => void m.memo.set(m.u32(), m.top()),
  '\x94': (m) => void m.memo.set(m.memo.size, m.top()),
  g: (m) => recall(m, numberIn(m.line())),
  h: (m) => recall(m, m.u8()),
  j: (m) => recall(m, m.u32()),
  c: (m) => {
    const module = m.line()
    name(m, module, m.line())
  },
  '\x93': stackName,
  Q: (m) => m.push({ persistent: m.pop() }),
  R: reduce,
  b: build,
}

export const isGlobal = (value: PickleValue | undefined): value is Global =>
  typeof value === 'object' && value !== null && 'global' in value
export const isCalled = (value: PickleValue | undefined): value is Called =>
  typeof value === 'object' && value !== null && 'called' in value
export const isPersistent = (value: PickleValue | undefined): value is Persistent =>
  typeof value === 'object' && value !== null && 'persistent' in value
