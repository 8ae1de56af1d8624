/** How people and scanners call the back of a print: `x_b`, `x-b`, `x_back`, `x (back)`, `x 背面`, `x_reverse`, `x_verso`. */
const backs =
  /^(.+?)(?:[ _.-]*(?:\((?:back|reverse|verso|背面|反面|b)\)|背面|反面)|[ _.-]+(?:back|reverse|verso|b|rueck|rückseite))$/iu
/** What a front may be called beside the bare name. */
const fronts = /^(.+?)(?:[ _.-]*(?:\((?:front|a)\)|正面)|[ _.-]+(?:front|a))$/iu

interface Named {
  readonly id: string
  readonly name: string
}

const stem = (name: string) => name.normalize('NFC').replace(/\.[^.]{1,5}$/, '')
const key = (text: string) => text.trim().toLowerCase()

/** Fronts and backs of prints, by their names. Each picture is in one pair at most. */
export function pairsByName(pictures: readonly Named[]): { front: string; back: string }[] {
  const byStem = new Map<string, string>()
  for (const { id, name } of pictures) {
    const whole = stem(name)
    if (backs.test(whole)) continue
    const front = fronts.exec(whole)
    if (front) byStem.set(key(front[1] ?? ''), id)
    // The bare name is the better front of the two.
  }
  for (const { id, name } of pictures) if (!backs.test(stem(name))) byStem.set(key(stem(name)), id)
  const taken = new Set<string>()
  return pictures.flatMap(({ id, name }) => {
    const found = backs.exec(stem(name))
    const front = found && byStem.get(key(found[1] ?? ''))
    if (!front || taken.has(front)) return []
    taken.add(front)
    return [{ front, back: id }]
  })
}
