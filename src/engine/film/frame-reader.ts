import type { Readable } from 'node:stream'

/** Cuts a stream of raw video into frames. Holds one frame; the stream itself waits while nobody asks. */
export async function* framesOf(stream: Readable, bytes: number): AsyncGenerator<Buffer> {
  let frame = Buffer.allocUnsafeSlow(bytes)
  let filled = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    for (let at = 0; at < chunk.length; ) {
      const taken = chunk.copy(frame, filled, at, at + bytes - filled)
      at += taken
      filled += taken
      if (filled < bytes) continue
      yield frame
      frame = Buffer.allocUnsafeSlow(bytes)
      filled = 0
    }
  }
}

/** The times of frames, which come on another pipe: either may be early. */
export class TimeQueue {
  readonly #times: (number | null)[] = []
  #waiting: ((time: number | null | undefined) => void) | undefined
  #ended = false
  /** Seconds of a tick. */
  base = 0

  push(time: number | null): void {
    if (this.#waiting) {
      const tell = this.#waiting
      this.#waiting = undefined
      tell(time)
    } else this.#times.push(time)
  }

  end(): void {
    this.#ended = true
    this.#waiting?.(undefined)
  }

  /** @returns ticks, null for a frame without a time, undefined when there is none any more */
  async take(): Promise<number | null | undefined> {
    if (this.#times.length > 0) return this.#times.shift() as number | null
    if (this.#ended) return undefined
    return new Promise((resolve) => {
      this.#waiting = resolve
    })
  }
}
