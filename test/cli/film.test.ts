import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { execPath } from 'node:process'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findProgram } from '../provision/provision.ts'
import { daguerre } from './daguerre.ts'

const ffmpeg = findProgram(['ffmpeg'])
const cli = resolve(import.meta.dirname, '../../out/main/cli.js')
let root = ''
const at = (name: string) => join(root, name)
const sha = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex')

/** 24 seconds, so that there are three pieces; tiny, so that it takes a moment. */
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'daguerre-film-cli-'))
  if (!ffmpeg) return
  const input = [
    '-f',
    'lavfi',
    '-i',
    'testsrc2=size=64x48:rate=10:duration=24,gblur=2',
    '-f',
    'lavfi',
    '-i',
    'sine=duration=24',
  ]
  const codec = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '50', '-c:a', 'aac']
  execFileSync(ffmpeg, ['-loglevel', 'error', '-nostdin', '-y', ...input, ...codec, at('film.mp4')])
})
afterAll(() => rm(root, { recursive: true, force: true }))

const flip = { operation: 'crop-rotate', version: 1, params: { flip: 'horizontal' } }
const run = (out: string) => ['run', 'deflicker', at('film.mp4'), '--out', at(out), '--threads', '1', '--json']

/** Starts the work and kills it without warning once so many pieces are finished and a little of the next is done. */
function killAfterPieces(out: string, pieces: number, more: number): Promise<void> {
  const child = spawn(execPath, [cli, ...run(out)], { stdio: 'ignore' })
  const finished = () =>
    (existsSync(root) ? readdirSync(root) : [])
      .filter((name) => name.startsWith('.daguerre-film-'))
      .flatMap((name) => readdirSync(at(name)))
      .filter((name) => name.endsWith('.mov')).length
  return new Promise((done) => {
    const watch = setInterval(() => {
      if (finished() < pieces) return
      clearInterval(watch)
      setTimeout(() => child.kill('SIGKILL'), more)
    }, 10)
    child.once('exit', () => {
      clearInterval(watch)
      done()
    })
  })
}

describe.runIf(ffmpeg)(ffmpeg ? 'films' : 'skipped: no ffmpeg (films)', { timeout: 600_000 }, () => {
  test('killed without warning, again and again, the same film comes out, and little is done twice', async () => {
    const { records, status } = await daguerre(run('whole.mp4'))
    expect(status).toBe(0)
    expect(records[0]).toMatchObject({ ok: true, width: 64, height: 48, film: { frames: 240, resumedAt: 0 } })
    await killAfterPieces('again.mp4', 1, 15)
    await killAfterPieces('again.mp4', 2, 5)
    expect(existsSync(at('again.mp4'))).toBe(false)
    const scratch = readdirSync(root).find((name) => name.startsWith('.daguerre-film-')) as string
    const bytes = readdirSync(at(scratch)).reduce((sum, name) => sum + statSync(join(at(scratch), name)).size, 0)
    expect(bytes).toBeLessThan(2 * statSync(at('whole.mp4')).size)
    const last = await daguerre(run('again.mp4'))
    const film = last.records[0]?.film as { resumedAt: number }
    expect(film.resumedAt).toBeGreaterThanOrEqual(160)
    expect(sha(at('again.mp4'))).toBe(sha(at('whole.mp4')))
    expect(readdirSync(root).filter((name) => name.startsWith('.'))).toEqual([])
  })

  test('are looked at, with reasons', async () => {
    const { records, status } = await daguerre(['analyze', at('film.mp4'), '--json'])
    expect(status).toBe(0)
    const audio = [{ codec: 'aac', channels: 1, language: expect.anything() }]
    expect(records[0]).toMatchObject({ width: 64, height: 48, film: { framesPerSecond: 10, interlaced: false, audio } })
  })

  test('and photos together get names by template, and the container that was asked for', async () => {
    const input = at('mixed')
    mkdirSync(input)
    const moving = ['-f', 'lavfi', '-i', 'testsrc2=size=64x48:rate=10:duration=0.5', '-c:v', 'libx264']
    execFileSync(ffmpeg as string, ['-loglevel', 'error', '-nostdin', ...moving, join(input, 'a.mp4')])
    await sharp({ create: { width: 40, height: 30, channels: 3, background: 'teal' } }).toFile(join(input, 'b.png'))
    const names = ['--name', '{name} by {recipe}', '--suffix', ' new', '--threads', '1']
    const turn = ['run', 'crop-rotate', input, '--turn', '90', '--out', at('turned')]
    const turned = await daguerre([...turn, ...names, '--json'])
    expect(turned.records).toMatchObject([
      { output: join(at('turned'), 'mixed', 'a by crop-rotate new.mp4'), width: 48, height: 64, film: { frames: 5 } },
      { output: join(at('turned'), 'mixed', 'b by crop-rotate new.png'), width: 30, height: 40 },
    ])
    const recipe = at('turn.json')
    writeFileSync(recipe, JSON.stringify(turned.records[1]?.recipe))
    const chosen = ['--recipe', recipe, '--film-format', 'mkv', ...names]
    const restored = await daguerre(['restore', join(input, 'a.mp4'), '--out', at('restored'), ...chosen, '--json'])
    expect(restored.records).toMatchObject([{ output: join(at('restored'), 'a by crop-rotate new.mkv') }])
  })

  test('keep the tracks that were named, come with before and after in one film, and what cannot be kept is refused', async () => {
    writeFileSync(at('words.srt'), '1\n00:00:00,100 --> 00:00:00,400\nhello\n')
    const sound = (frequency: number) => ['-f', 'lavfi', '-i', `sine=frequency=${frequency}:duration=0.5`]
    const moving = ['-f', 'lavfi', '-i', 'testsrc2=size=64x48:rate=10:duration=0.5', ...sound(300), ...sound(600)]
    const maps = [0, 1, 2, 3].flatMap((input) => ['-map', `${input}`])
    const coded = ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-c:a', 'flac', '-c:s', 'subrip']
    const film = at('tracks.mkv')
    execFileSync(ffmpeg as string, [
      '-loglevel',
      'error',
      '-nostdin',
      ...moving,
      '-i',
      at('words.srt'),
      ...maps,
      ...coded,
      film,
    ])
    writeFileSync(at('flip.json'), JSON.stringify({ version: 1, name: 'flip', steps: [flip] }))
    const order = ['restore', film, '--out', at('chosen'), '--recipe', at('flip.json'), '--threads', '1', '--json']
    const chosen = await daguerre([...order, '--audio', '2', '--no-subtitles', '--convert-audio', '--compare', 'side'])
    expect(chosen.records).toMatchObject([
      { ok: true, output: join(at('chosen'), 'tracks.mkv') },
      { ok: true, output: join(at('chosen'), 'tracks_before-after.mp4'), compare: 'side' },
    ])
    const { records } = await daguerre(['analyze', join(at('chosen'), 'tracks.mkv'), '--json'])
    expect(records).toMatchObject([{ film: { audio: [{ codec: 'aac' }] } }])
    expect((records[0]?.film as { audio?: unknown[] } | undefined)?.audio).toHaveLength(1)

    const none = await daguerre([...order, '--audio', '3'])
    expect(none.records).toMatchObject([{ ok: false, error: 'This film has 2 sound tracks: there is no number 3.' }])
    const photo = at('photo.png')
    await sharp({ create: { width: 40, height: 30, channels: 3, background: 'teal' } }).toFile(photo)
    const piece = await daguerre(['restore', photo, '--out', at('chosen'), '--from', '0:01', '--json'])
    expect(piece.records).toMatchObject([{ ok: false, error: expect.stringContaining('this is a photo') }])
  })

  test('wrong endings and operations that are not for films are told in a sentence', async () => {
    const wrong = await daguerre(['run', 'deflicker', at('film.mp4'), '--out', at('film.gif')])
    expect(wrong.status).toBe(2)
    expect(wrong.stderr).toMatch(/use .mp4, .mkv or .mov/)
    const lacking = await daguerre(['analyze', at('film.mp4')], { env: { DAGUERRE_FFMPEG: at('nothing') } })
    expect(lacking.stderr).toMatch(/There are no ffmpeg and ffprobe/)
  })
})
