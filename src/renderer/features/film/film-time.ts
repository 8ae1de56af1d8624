/** What of a film its times depend on. */
export interface Clock {
  /** Seconds until the first frame. */
  readonly begin: number
  readonly fps: number
  /** Until the end of the last frame. */
  readonly seconds: number
}

export const framesOf = ({ begin, fps, seconds }: Clock): number => Math.max(1, Math.round((seconds - begin) * fps))

/** The frame on screen at a time. */
export function frameAt(time: number, clock: Clock): number {
  const frame = Math.floor((time - clock.begin) * clock.fps + 0.01)
  return Math.min(framesOf(clock) - 1, Math.max(0, frame))
}

export const timeOf = (frame: number, { begin, fps }: Clock): number => begin + frame / fps

/** A little into the frame: a player asked for the very boundary may show the frame before. */
export const insideOf = (time: number, { fps }: Clock): number => time + 0.3 / fps

/** `1:02:03.45`: what players write, with hundredths, because films are looked at frame by frame. */
export function timecode(seconds: number): string {
  const hundredths = Math.max(0, Math.round(seconds * 100))
  const [h, m, s] = [
    Math.floor(hundredths / 360_000),
    Math.floor(hundredths / 6000) % 60,
    Math.floor(hundredths / 100) % 60,
  ]
  const two = (value: number) => String(value).padStart(2, '0')
  const tail = `${two(s)}.${two(hundredths % 100)}`
  return h > 0 ? `${h}:${two(m)}:${tail}` : `${m}:${tail}`
}
