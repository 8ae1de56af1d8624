import { z } from 'zod'
import { devices } from '../../shared/engine.ts'
import { wish } from '../../shared/recipe.ts'
import type { JobRow } from './job-statements.ts'

/** What a job was asked for. */
const request = z.strictObject({
  wish,
  /** The version whose recipe was gone on from. */
  parentId: z.string().nullable().default(null),
  /** Another device than the settings name: after one has failed. */
  device: z.enum(devices).nullable().default(null),
  /** Operations that are not to run: after one has failed. */
  without: z.array(z.string()).default([]),
})
export type JobRequest = z.output<typeof request>

export const requestFor = (asked: JobRequest['wish'], also: Partial<JobRequest> = {}): JobRequest => ({
  wish: asked,
  parentId: null,
  device: null,
  without: [],
  ...also,
})

/** As it is kept in the column `recipe`: a wish alone, as long as nothing more was asked. */
export function storedRequest({ wish: asked, ...more }: JobRequest): string {
  const isPlain = more.parentId === null && more.device === null && more.without.length === 0
  return JSON.stringify(isPlain ? asked : { wish: asked, ...more })
}

export const jobRequest = (row: Pick<JobRow, 'recipe'>): JobRequest => {
  const stored: unknown = JSON.parse(row.recipe)
  return typeof stored === 'object' && stored !== null && 'wish' in stored
    ? request.parse(stored)
    : requestFor(wish.parse(stored))
}
