import { delimiter, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import { parseNames, parseVersion } from './capabilities.ts'
import { argumentsOf, PIPE } from './command.ts'
import { findPrograms, type Search } from './programs.ts'

const pair = (folder: string) => [join(folder, 'ffmpeg'), join(folder, 'ffprobe')]
const search = (files: readonly string[], more: Partial<Search> = {}): Search => ({
  env: { PATH: ['/usr/bin', '/opt/bin'].join(delimiter) },
  packaged: '/app/ffmpeg',
  npmFolder: (name) => (name.startsWith('@ffmpeg') ? '/npm/a' : '/npm/b'),
  exists: (path) => files.includes(path),
  platform: 'linux',
  arch: 'x64',
  ...more,
})
const npm = [join('/npm/a', 'ffmpeg'), join('/npm/b', 'ffprobe')]

describe('ffmpeg is found', () => {
  const everywhere = [...pair('/app/ffmpeg'), ...pair('/opt/bin'), ...npm, ...pair('/mine'), ...pair('/env')]

  test('by the setting first, then the environment, beside the application, on the system, in npm', () => {
    const env = { DAGUERRE_FFMPEG: '/env', PATH: '/opt/bin' }
    expect(findPrograms(search(everywhere, { setting: '/mine', env }))?.origin).toBe('setting')
    expect(findPrograms(search(everywhere, { env }))?.origin).toBe('environment')
    expect(findPrograms(search(everywhere))?.origin).toBe('packaged')
    expect(findPrograms(search([...pair('/opt/bin'), ...npm]))?.ffmpeg).toBe(join('/opt/bin', 'ffmpeg'))
    expect(findPrograms(search(npm))?.origin).toBe('npm')
    expect(findPrograms(search([]))).toBeUndefined()
  })

  test('by its file as well as by its folder', () => {
    const [ffmpeg] = pair('/mine')
    expect(findPrograms(search(pair('/mine'), { setting: ffmpeg }))?.ffprobe).toBe(join('/mine', 'ffprobe'))
  })

  test('but one without ffprobe is none, and one that was named and is not there is not passed over', () => {
    expect(findPrograms(search([join('/opt/bin', 'ffmpeg')]))).toBeUndefined()
    expect(() => findPrograms(search(everywhere, { setting: '/elsewhere' }))).toThrow(AppError)
  })
})

test('arguments: inputs with their options, the output last; no terminal is read', () => {
  const file = { options: ['-f', 'x'], source: 'file:-odd name' }
  expect(argumentsOf({ inputs: [file], options: ['-c', 'copy'], output: 'file:out' })).toEqual([
    '-nostdin',
    '-f',
    'x',
    '-i',
    'file:-odd name',
    '-c',
    'copy',
    '-y',
    'file:out',
  ])
  expect(argumentsOf({ inputs: [{ options: [], source: PIPE }], options: [], output: PIPE })).toEqual([
    '-i',
    'pipe:0',
    '-y',
    'pipe:1',
  ])
})

test.each([
  ['ffmpeg version 5.1.9-0+deb12u1 Copyright (c) 2000-2026 the FFmpeg developers', 501, 2026],
  ['ffmpeg version n7.1 Copyright (c) 2000-2024 the FFmpeg developers', 701, 2024],
  ['ffmpeg version N-47683-g0e8eb07980-static https://x Copyright (c) 2000-2018 the FFmpeg developers', 0, 2018],
])('%s', (text, release, year) => {
  expect(parseVersion(text)).toMatchObject({ release, year })
})

test('names of encoders and filters', () => {
  expect([...parseNames(' V....D libx264   H.264\n TS. bwdif   V->V  Deinterlace\n ------\n V..... = Video')]).toEqual([
    'libx264',
    'bwdif',
  ])
})
