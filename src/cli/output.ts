import { stderr, stdout } from 'node:process'

/** Where a command speaks: results to stdout, everything else to stderr, so that `--json` can be piped. */
export interface Voice {
  readonly json: boolean
  /** One JSON object on a line of its own. */
  record(value: unknown): void
  /** A result for people; silent with `--json`. */
  say(line: string): void
  /** A remark or a failure for people; silent with `--quiet` unless it is a failure. */
  note(line: string): void
  complain(line: string): void
  /** Shows how far one input is. */
  progress(label: string, fraction: number): void
  /** Takes the bar away. */
  clear(): void
}

const BAR_CELLS = 24

export function createVoice(options: { json: boolean; quiet: boolean }): Voice {
  const drawsBar = stderr.isTTY === true && !options.quiet
  let lastDrawn = ''
  const clear = () => {
    if (lastDrawn !== '') stderr.write(`\r${' '.repeat(lastDrawn.length)}\r`)
    lastDrawn = ''
  }
  const line = (stream: NodeJS.WriteStream, text: string) => {
    clear()
    stream.write(`${text}\n`)
  }
  return {
    json: options.json,
    record: (value) => options.json && line(stdout, JSON.stringify(value)),
    say: (text) => !options.json && line(stdout, text),
    note: (text) => !options.quiet && line(stderr, text),
    complain: (text) => line(stderr, text),
    progress: (label, fraction) => {
      if (!drawsBar) return
      const text = bar(label, fraction)
      if (text === lastDrawn) return
      clear()
      stderr.write(text)
      lastDrawn = text
    },
    clear,
  }
}

export function bar(label: string, fraction: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, fraction)) * BAR_CELLS)
  const percent = `${Math.floor(fraction * 100)}`.padStart(3)
  return `${'█'.repeat(filled)}${'░'.repeat(BAR_CELLS - filled)} ${percent} %  ${label}`
}
