/**
 * Endings films are known by: for choosing what to look into. Whether a file is a film is told by its first bytes, never
 * by its name.
 */
export const filmEndings = [
  'mp4',
  'm4v',
  'mov',
  'mkv',
  'webm',
  'avi',
  'mpg',
  'mpeg',
  'mts',
  'm2ts',
  'vob',
  'wmv',
  '3gp',
  'ogv',
  'dv',
] as const

export const hasFilmEnding = (name: string): boolean => {
  const ending = /\.([a-z\d]+)$/i.exec(name)?.[1]?.toLowerCase()
  return filmEndings.some((each) => each === ending)
}
