import type { Runner } from './runner.ts'

/** What the ffmpeg at hand can do. */
export interface Capabilities {
  /** As it calls itself: `5.1.9-0+deb12u1`, `N-47683-g0e8eb07980-static`. */
  readonly version: string
  /** Release, major * 100 + minor; 0 for builds between releases, which tell none. */
  readonly release: number
  /** Last year of its copyright: how old it is at most. */
  readonly year: number | undefined
  readonly encoders: ReadonlySet<string>
  readonly filters: ReadonlySet<string>
}

export async function askCapabilities(runner: Runner): Promise<Capabilities> {
  const [version, encoders, filters] = await Promise.all(['-version', '-encoders', '-filters'].map(runner.ask))
  return { ...parseVersion(version ?? ''), encoders: parseNames(encoders ?? ''), filters: parseNames(filters ?? '') }
}

export function parseVersion(text: string): Pick<Capabilities, 'version' | 'release' | 'year'> {
  const version = /^ffmpeg version (\S+)/.exec(text)?.[1] ?? 'unknown'
  const [, major, minor] = /^n?(\d{1,2})\.(\d+)/.exec(version) ?? []
  const year = /Copyright \(c\) \d{4}-(\d{4})/.exec(text)?.[1]
  return {
    version,
    release: major === undefined ? 0 : Number(major) * 100 + Number(minor),
    year: year === undefined ? undefined : Number(year),
  }
}

/** Second word of every line of a list: flags, then the name. */
export const parseNames = (text: string): ReadonlySet<string> =>
  new Set(
    text.split('\n').flatMap((line) => {
      const [, flags, name] = /^\s*([A-Z.|]{2,8})\s+([a-z][\w-]*)\s/.exec(line) ?? []
      return flags === undefined || name === undefined ? [] : [name]
    }),
  )
