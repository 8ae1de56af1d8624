/** Jobs that keep an imagined face: nobody may be told that these have restored something. */
const imagined = new Set<string>()

export function rememberImagined(jobIds: readonly string[]): void {
  for (const id of jobIds) imagined.add(id)
}

/** Asked once. */
export const wasImagined = (jobId: string): boolean => imagined.delete(jobId)
