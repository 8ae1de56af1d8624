import { once } from 'node:events'
import { frameHeader, MICROSECONDS, type RawTrack, rawHeader } from './matroska.ts'
import { FfmpegFailed, type RunningCommand } from './tools/runner.ts'

/** An encoder at work. */
export interface FrameWriter {
  /** @param time seconds since the piece began @param samples not to be changed afterwards */
  write(samples: Uint8Array, time: number): Promise<void>
  /** Resolves when the file is complete. @throws FfmpegFailed */
  finish(): Promise<void>
  abort(): Promise<void>
}

/** Feeds a running encoder; waits whenever it has enough to do. */
export function frameWriter(running: RunningCommand, track: RawTrack): FrameWriter {
  const { stdin, ended } = running
  if (!stdin) throw new Error('this command reads no frames')
  let failure: unknown
  const over = ended.catch((error: unknown) => {
    failure = error
  })
  const send = async (bytes: Uint8Array) => {
    if (failure) throw failure
    if (stdin.destroyed) {
      await over
      throw failure ?? new FfmpegFailed('ffmpeg stopped reading', [])
    }
    if (!stdin.write(bytes)) await Promise.race([once(stdin, 'drain').catch(() => undefined), over])
  }
  let begun = false
  return {
    write: async (samples, time) => {
      if (!begun) await send(rawHeader(track))
      begun = true
      await send(frameHeader(Math.max(0, Math.round(time * MICROSECONDS)), samples.byteLength))
      await send(samples)
    },
    finish: async () => {
      stdin.end()
      await ended
    },
    abort: async () => {
      stdin.destroy()
      running.kill()
      await over
    },
  }
}
