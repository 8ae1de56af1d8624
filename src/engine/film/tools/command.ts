/** One ffmpeg run as plain values: builders make it, both runners carry it out, tests compare it. */
export interface Command {
  readonly inputs: readonly CommandInput[]
  /** Options of the one output, in ffmpeg's order. */
  readonly options: readonly string[]
  readonly output: string | typeof PIPE
}

export interface CommandInput {
  readonly options: readonly string[]
  readonly source: string | typeof PIPE
}

/** Standard input or output of ffmpeg. */
export const PIPE = Symbol('pipe')

/** What every run begins with: no keys read from a terminal, no banner, no progress lines. */
export const quietly = (level: 'error' | 'info' = 'error'): readonly string[] => [
  '-hide_banner',
  '-nostats',
  '-loglevel',
  level,
]

/** A film can name other files and addresses (playlists, references): ffmpeg may open nothing but files and its pipes. */
export const onlyFiles: readonly string[] = ['-protocol_whitelist', 'file,pipe']

/** A path that cannot be taken for an option, whatever it begins with, nor for another protocol. */
export const fileUrl = (path: string): string => `file:${path}`

/** The command as arguments of a process. Inputs, then the output with its options. */
export function argumentsOf({ inputs, options, output }: Command): string[] {
  const readsStdin = inputs.some(({ source }) => source === PIPE)
  return [
    ...(readsStdin ? [] : ['-nostdin']),
    ...inputs.flatMap((input) => [...input.options, '-i', input.source === PIPE ? 'pipe:0' : input.source]),
    ...options,
    '-y',
    output === PIPE ? 'pipe:1' : output,
  ]
}
