/**
 * What full-text search knows and asks. Both sides go through `fold`, so they agree on spelling: compatibility form
 * (full-width letters, ligatures, composed accents), and a blank around each character of scripts that write no blanks,
 * which makes any run of them findable as a phrase. Case and diacritics are left to the tokenizer.
 */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
const eachUnspaced = new RegExp(unspaced.source, 'gu')
/** The characters the `unicode61` tokenizer takes for parts of words, and the marks upon them. */
const wordRun = /[\p{L}\p{N}\p{M}\p{Co}]+/gu

const fold = (text: string): string => text.normalize('NFKC')

/** The searchable text of a picture. */
export function searchableWords(name: string, note: string, others: readonly string[]): string {
  const text = [name, note, ...others].join('\n')
  return fold(text).replaceAll(eachUnspaced, ' $& ').replaceAll(/\s+/g, ' ').trim()
}

/**
 * An FTS5 query that finds what `text` says: all words, in any order, the last one perhaps unfinished.
 * Every word is quoted and holds letters, digits and marks only, so nothing a user types is taken for query syntax.
 * @returns null when `text` is blank; undefined when it holds nothing one could search for
 */
export function searchQuery(text: string): string | null | undefined {
  if (text.trim() === '') return null
  const runs = fold(text).match(wordRun) ?? []
  const phrases = runs.flatMap(splitRun)
  if (phrases.length === 0) return undefined
  // A blank after the last word says that it is finished.
  const finished = !/[\p{L}\p{N}\p{M}\p{Co}]$/u.test(fold(text))
  return phrases.map((phrase, i) => `"${phrase}"${i === phrases.length - 1 && !finished ? '*' : ''}`).join(' ')
}

/** 'IMG奶奶' becomes 'IMG' and the phrase '奶 奶'. */
function splitRun(run: string): string[] {
  const parts: string[] = []
  let phrase: string[] = []
  let word = ''
  const endWord = () => {
    if (word !== '') parts.push(word)
    word = ''
  }
  const endPhrase = () => {
    if (phrase.length > 0) parts.push(phrase.join(' '))
    phrase = []
  }
  for (const character of run) {
    if (unspaced.test(character)) {
      endWord()
      phrase.push(character)
    } else if (/\p{M}/u.test(character) && phrase.length > 0) {
      phrase[phrase.length - 1] += character
    } else {
      endPhrase()
      word += character
    }
  }
  endWord()
  endPhrase()
  return parts
}

/**
 * Key for ordering by name: case and accents aside, numbers by value ('scan 2' before 'scan 10').
 * Han characters come in Unicode order, which is by radical and strokes, not by sound.
 */
export const nameKey = (name: string): string =>
  name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/\d+/g, (digits) => digits.replace(/^0+(?=\d)/, '').padStart(12, '0'))
