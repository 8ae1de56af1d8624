import { expect, test } from 'vitest'
import type { FilmTrack } from '../../../shared/film-export.ts'
import { endingOf, inForm, ruleOf, rulesOf, withRule } from './film-options.ts'

const track: FilmTrack = {
  index: 2,
  kind: 'subtitle',
  codec: 'hdmv_pgs_subtitle',
  language: null,
  title: null,
  channels: null,
  fates: { mkv: 'copied', 'mp4-h264': 'lost' },
  mayConvert: false,
}

test('only what is possible in a form is offered for a track', () => {
  expect(rulesOf(track, 'mkv')).toEqual([undefined, 'leave'])
  expect(rulesOf(track, 'mp4-h264')).toEqual([undefined])
  const sound: FilmTrack = {
    ...track,
    kind: 'audio',
    mayConvert: true,
    fates: { mkv: 'copied', 'mp4-h264': 'converted' },
  }
  expect(rulesOf(sound, 'mkv')).toEqual([undefined, 'convert', 'leave'])
  expect(rulesOf(sound, 'mp4-h264')).toEqual([undefined, 'leave'])
})

test('what is left out stays so in another form, what was converted is decided anew', () => {
  const film = withRule(withRule({ form: 'mkv', tracks: [] }, 1, 'convert'), 2, 'leave')
  expect([ruleOf(film, 1), ruleOf(film, 2), ruleOf(film, 3)]).toEqual(['convert', 'leave', undefined])
  expect(inForm(film, 'mp4-h264')).toEqual({ form: 'mp4-h264', tracks: [{ index: 2, rule: 'leave' }] })
  expect(withRule(film, 2, undefined).tracks).toEqual([{ index: 1, rule: 'convert' }])
})

test('endings follow the form', () => {
  expect(endingOf('mov-prores', 'mp4', 'none')).toBe('mov')
  expect(endingOf('as-is', 'mkv', 'none')).toBe('mkv')
  expect(endingOf('as-is', 'mkv', 'side')).toBe('mp4')
})
