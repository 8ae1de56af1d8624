import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { codeOf } from '../../../shared/errors.ts'
import { listEntry } from '../arguments/join.ts'
import { hasFfmpeg, makeFilm, newFolder, picture, quickly, tone, unlessSkipped } from '../testing.ts'
import { openFilmTools } from './film-tools.ts'
import { FfmpegFailed } from './runner.ts'

const folder = newFolder()
const at = (name: string) => join(folder, name)
afterAll(() => rm(folder, { recursive: true, force: true }))
/** A name that would be an option, a protocol and a shell command if anything could be. */
const film = at("-i it's; $(film) 100%d.mp4")
const results: Record<string, unknown[]> = { fluent: [], spawn: [] }

/** One set of tests for both ways of starting ffmpeg. */
describe.runIf(hasFfmpeg).each(['fluent', 'spawn'] as const)(
  unlessSkipped('films through %s'),
  { timeout: 120_000 },
  (runner) => {
    const tools = hasFfmpeg ? openFilmTools({ runner }) : undefined
    const open = () => tools as NonNullable<typeof tools>
    beforeAll(() => {
      makeFilm(film, ...picture(0.4), ...tone(0.4), ...quickly, '-c:a', 'aac')
    })
    const frames = async (take = Number.POSITIVE_INFINITY) => {
      const { picture: track } = await open().probe(film)
      const decoding = await open().decode({ file: film, track, depth: 8 })
      const found: { time: number | undefined; samples: Buffer }[] = []
      for await (const { samples, time } of decoding.frames) {
        found.push({ time, samples })
        if (found.length >= take) break
      }
      return { track, found }
    }

    test('says what a film is', async () => {
      const facts = await open().probe(film)
      expect(facts.picture).toMatchObject({
        codec: 'h264',
        width: 64,
        height: 48,
        rotation: 0,
        depth: 8,
        fps: { num: 25, den: 1 },
      })
      expect(facts.tracks).toMatchObject([{ kind: 'audio', codec: 'aac', channels: 1 }])
      results[runner]?.push(facts)
    })

    test('knows what this ffmpeg can do', async () => {
      const able = await open().capabilities()
      expect(able.encoders.has('rawvideo')).toBe(true)
      expect(able.filters.has('scale')).toBe(true)
      expect(able.version).not.toBe('unknown')
    })

    test('decodes frames with their times', async () => {
      const { found } = await frames()
      expect(found.map(({ time }) => Math.round((time ?? -1) * 1000))).toEqual(
        Array.from({ length: 10 }, (_, i) => i * 40),
      )
      const hash = createHash('sha256')
      for (const { samples } of found) hash.update(samples)
      results[runner]?.push(hash.digest('hex'))
    })

    test('stops decoding when nobody wants more', async () => {
      expect((await frames(2)).found).toHaveLength(2)
    })

    test('encodes pieces and joins them with the rest', async () => {
      const { track, found } = await frames()
      const pieces = [found.slice(0, 4), found.slice(4)]
      for (const [i, piece] of pieces.entries()) {
        const order = {
          file: at(`${runner}${i}.mov`),
          codec: 'h264' as const,
          track,
          pixelAspect: { num: 1, den: 1 },
          depth: 8 as const,
          threads: 1,
        }
        const writer = await open().encode(order, { width: 64, height: 48, depth: 8, frameSeconds: 0.04 })
        for (const { samples, time = 0 } of piece) await writer.write(samples, time - (piece[0]?.time ?? 0))
        await writer.finish()
      }
      writeFileSync(
        at(`${runner}.txt`),
        pieces.map((piece, i) => listEntry(at(`${runner}${i}.mov`), piece.length * 0.04)).join(''),
      )
      const facts = await open().probe(film)
      const output = at(`${runner}-joined.mp4`)
      const tracks = facts.tracks.map((each) => ({ track: each, codec: 'copy' }))
      await open().join({
        list: at(`${runner}.txt`),
        source: film,
        facts,
        tracks,
        container: 'mp4',
        delay: 0,
        output,
        comment: 'x',
      })
      const joined = await open().count(output)
      expect(joined.frames).toBe(10)
      expect(joined.facts.tracks).toHaveLength(1)
    })

    test('says what ffmpeg said when it fails', async () => {
      const { track } = await frames(1)
      const order = {
        file: at('no/such/folder.mov'),
        codec: 'h264' as const,
        track,
        pixelAspect: { num: 1, den: 1 },
        depth: 8 as const,
        threads: 1,
      }
      const writer = await open().encode(order, { width: 64, height: 48, depth: 8, frameSeconds: 0.04 })
      const failure = await writer
        .write(Buffer.alloc(64 * 48 * 3), 0)
        .then(() => writer.finish())
        .catch((error: unknown) => error)
      await writer.abort()
      expect(failure).toBeInstanceOf(FfmpegFailed)
      expect((failure as FfmpegFailed).said.join()).toMatch(/No such file/)
      expect(await open().probe(at('nothing.mp4')).catch(codeOf)).toBe('file-unreadable')
    })
  },
)

test.runIf(hasFfmpeg)(unlessSkipped('both say and see the same'), () => {
  expect(results.fluent).toHaveLength(2)
  expect(results.fluent).toEqual(results.spawn)
})
