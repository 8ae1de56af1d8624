import type { FilmFacts, PictureTrack } from '../facts.ts'
import { numberOf } from '../facts.ts'
import type { Capabilities } from '../tools/capabilities.ts'
import { type Command, fileUrl, onlyFiles, quietly } from '../tools/command.ts'

/** A way of storing a film that browsers play. */
export interface PlayableForm {
  readonly ending: '.webm' | '.mp4'
  readonly picture: readonly string[]
  /** By encoder: the first that is there writes the sound. */
  readonly sound: readonly (readonly [encoder: string, ...options: string[]])[]
}

/** Quickly made, quickly found again at any place: for looking at, kept only until the cache is full. */
const often = ['-g', '24']
const forms: readonly (readonly [encoder: string, PlayableForm])[] = [
  [
    'libvpx',
    {
      ending: '.webm',
      picture: [
        '-c:v libvpx -deadline realtime -cpu-used 6 -b:v 4M -crf 8 -qmax 32 -auto-alt-ref 0'.split(' '),
        // Where the sound is Opus it begins a little before the film: without this the picture would be moved to after it.
        ['-avoid_negative_ts', 'disabled'],
        often,
      ].flat(),
      // Vorbis first: seeking to the end of a short film with Opus ended in decoding errors in Chromium.
      sound: [['libvorbis'], ['libopus', '-b:a', '96k']],
    },
  ],
  [
    'libx264',
    {
      ending: '.mp4',
      picture: ['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '18', '-movflags', '+faststart', ...often],
      sound: [['aac', '-b:a', '128k']],
    },
  ],
  [
    'libopenh264',
    {
      ending: '.mp4',
      picture: ['-c:v', 'libopenh264', '-b:v', '4M', '-movflags', '+faststart', ...often],
      sound: [['aac', '-b:a', '128k']],
    },
  ],
]

/** What this ffmpeg can write that browsers play. Every browser plays WebM with VP8, few of them H.264. */
export const playableForm = (able: Capabilities): PlayableForm | undefined =>
  forms.find(([encoder]) => able.encoders.has(encoder))?.[1]

/** Size on screen: pixels made square. */
export const shownSize = ({ width, height, pixelAspect }: PictureTrack) => ({
  width: Math.max(1, Math.round(width * numberOf(pixelAspect))),
  height,
})

/** The same, small enough. @param even as encoders want both sides */
function within({ width, height }: { width: number; height: number }, side: number, even: boolean) {
  const part = Math.min(1, side / Math.max(width, height))
  const along = (length: number) =>
    Math.max(even ? 2 : 1, even ? 2 * Math.round((length * part) / 2) : Math.round(length * part))
  return { width: along(width), height: along(height) }
}

/** Longest side of what is made to be played. */
export const PLAYABLE_SIDE = 960

export interface PlayableOrder {
  readonly file: string
  readonly facts: FilmFacts
  readonly able: Capabilities
  readonly form: PlayableForm
  readonly output: string
  readonly threads: number
  readonly timing: '-fps_mode' | '-vsync'
}

/** A small copy of a film with its first sound track. Every frame is in it, at its own time. */
export function playableCommand({ file, facts, able, form, output, threads, timing }: PlayableOrder): Command {
  const { width, height } = within(shownSize(facts.picture), PLAYABLE_SIDE, true)
  const sound = facts.tracks.find(({ kind }) => kind === 'audio')
  const writer = sound && form.sound.find(([encoder]) => able.encoders.has(encoder))
  return {
    inputs: [{ options: [...quietly(), ...onlyFiles], source: fileUrl(file) }],
    options: [
      '-map',
      `0:${facts.picture.index}`,
      ...(writer ? ['-map', `0:${sound.index}`, '-ac', '2', '-c:a', ...writer] : []),
      '-vf',
      `scale=w=${width}:h=${height}:flags=bilinear,setsar=1,format=yuv420p`,
      timing,
      'passthrough',
      ...form.picture,
      '-threads',
      `${threads}`,
      '-map_metadata',
      '-1',
      '-map_chapters',
      '-1',
      '-progress',
      'pipe:2',
      '-f',
      form.ending.slice(1),
    ],
    output: fileUrl(output),
  }
}

/** Seconds of film that are written, by a line of `-progress`. */
export function readProgress(line: string): number | undefined {
  const [, ticks] = /^out_time_(?:us|ms)=(\d+)$/.exec(line.trim()) ?? []
  return ticks === undefined ? undefined : Number(ticks) / 1e6
}

/** Longest side of a single frame that is looked at. */
const STILL_SIDE = 2048

export interface StillOrder {
  readonly file: string
  readonly facts: FilmFacts
  /** Seconds after the file's start; the first frame not before it is taken. */
  readonly at: number
  readonly output: string
}

export function stillCommand({ file, facts, at, output }: StillOrder): Command {
  const { width, height } = within(shownSize(facts.picture), STILL_SIDE, false)
  return {
    inputs: [{ options: [...quietly(), ...onlyFiles, '-ss', at.toFixed(6)], source: fileUrl(file) }],
    options: [
      '-map',
      `0:${facts.picture.index}`,
      '-frames:v',
      '1',
      '-vf',
      `scale=w=${width}:h=${height}:flags=bicubic+accurate_rnd+full_chroma_int:out_range=full,setsar=1`,
      '-q:v',
      '2',
      '-pix_fmt',
      'yuvj444p',
      '-c:v',
      'mjpeg',
      '-f',
      'image2',
    ],
    output: fileUrl(output),
  }
}
