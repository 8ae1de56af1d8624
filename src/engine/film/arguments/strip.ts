import type { FilmFacts } from '../facts.ts'
import { type Command, fileUrl, onlyFiles, quietly } from '../tools/command.ts'
import { TIME_SCALE } from './encode.ts'
import type { Container } from './join.ts'

export interface StripOrder {
  readonly input: string
  readonly output: string
  readonly facts: FilmFacts
  readonly container: Container
  /** Says what was done, in place of the film's own comment. */
  readonly comment: string
}

/** The same film without what its description tells of people, places and devices; the day it was taken stays. */
export const stripCommand = ({ input, output, facts, container, comment }: StripOrder): Command => ({
  inputs: [{ options: [...quietly(), ...onlyFiles], source: fileUrl(input) }],
  options: [
    '-map',
    '0',
    '-c',
    'copy',
    '-map_metadata',
    '-1',
    ...(facts.created === undefined ? [] : ['-metadata', `creation_time=${facts.created}`]),
    '-metadata',
    `comment=${comment}`,
    '-fflags',
    '+bitexact',
    ...(container === 'mkv' ? [] : ['-video_track_timescale', `${TIME_SCALE}`, '-movflags', '+faststart']),
    '-f',
    container === 'mkv' ? 'matroska' : container,
  ],
  output: fileUrl(output),
})
