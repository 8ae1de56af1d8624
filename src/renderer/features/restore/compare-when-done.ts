/** Which version the result of a job is to be compared with, once it is there. */
const waiting = new Map<string, string>()

export function compareWhenDone(jobId: string | undefined, restorationId: string): void {
  if (jobId !== undefined) waiting.set(jobId, restorationId)
}

/** @returns the version to compare with; asked once */
export function comparedWith(jobId: string): string | null {
  const restorationId = waiting.get(jobId) ?? null
  waiting.delete(jobId)
  return restorationId
}
