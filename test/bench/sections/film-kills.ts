import { execFileSync, spawn } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execPath } from 'node:process'
import { openFilmTools } from '../../../src/engine/film/tools/film-tools.ts'
import { hashFile } from '../../../src/engine/media/picture-hash.ts'
import { fixed, printTable } from '../table.ts'

const KILLS = 20
const SECONDS = 12

/**
 * The built command line is killed without warning at random moments of a film, each time from the start, and then left
 * to finish: the file must be that of a run nobody disturbed. What is lost is what passed since the last finished piece.
 */
export async function benchKills(root: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'daguerre-kills-'))
  const at = (name: string) => join(folder, name)
  const source = `testsrc2=size=480x360:rate=25:duration=${SECONDS},noise=alls=12:allf=t`
  const coded = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '25']
  const { ffmpeg } = openFilmTools().programs
  execFileSync(ffmpeg, ['-loglevel', 'error', '-nostdin', '-y', '-f', 'lavfi', '-i', source, ...coded, at('film.mp4')])
  const work = (out: string, limit?: number) =>
    killedAfter(root, ['run', 'remove-dust', at('film.mp4'), '--out', at(out)], limit)
  const started = performance.now()
  await work('whole.mp4')
  const whole = (performance.now() - started) / 1000
  const expected = await hashFile(at('whole.mp4'))
  const lost: number[] = []
  let [same, finished] = [0, 0]
  for (let i = 0; i < KILLS; i++) {
    const begun = Date.now()
    const out = `again-${i}.mp4`
    await work(out, Math.random() * whole)
    lost.push((Date.now() - Math.max(begun, lastPiece(folder))) / 1000)
    if (existsSync(at(out))) finished++
    else await work(out)
    if ((await hashFile(at(out))) === expected) same++
    await rm(at(out))
  }
  const rows = [
    ['kills', `${KILLS}, ${finished} of them too late`],
    ['same file in the end', `${same} of ${KILLS}`],
    ['seconds lost, most', fixed(Math.max(...lost))],
    ['seconds lost, mean', fixed(lost.reduce((sum, each) => sum + each, 0) / KILLS)],
    ['seconds of a whole run', fixed(whole)],
  ]
  printTable(`kill -9, ${SECONDS} seconds of 480 x 360`, ['what', 'measured'], rows)
  await rm(folder, { recursive: true })
}

/** @param limit seconds; left to finish without */
function killedAfter(root: string, args: readonly string[], limit?: number): Promise<void> {
  const child = spawn(execPath, [join(root, 'out/main/cli.js'), ...args], { stdio: 'ignore' })
  const timer = limit === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), limit * 1000)
  return new Promise((done, fail) => {
    child.once('error', fail)
    child.once('exit', (status, signal) => {
      clearTimeout(timer)
      if (status === 0 || signal === 'SIGKILL') done()
      else fail(new Error(`the command line ended with ${status}`))
    })
  })
}

/** When the last piece was finished, or what was learned by the first look was noted; 0 before any. */
function lastPiece(folder: string): number {
  const scratch = readdirSync(folder).filter((name) => name.startsWith('.daguerre-film-'))
  const kept = scratch.flatMap((name) =>
    readdirSync(join(folder, name))
      .filter((file) => file.endsWith('.mov') || file === 'survey.jsonl')
      .map((file) => statSync(join(folder, name, file)).mtimeMs),
  )
  return Math.max(0, ...kept)
}
