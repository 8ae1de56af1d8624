import type { ModelEntry } from '../../../shared/models.ts'

/** What the cards of our own models say, in Chinese: the training kit writes them in English. */
const chinese: Readonly<Record<string, { readonly name: string; readonly goodFor: readonly string[] }>> = {
  'upscale-clean-x2': {
    name: '清晰放大 ×2',
    goodFor: ['清晰但太小的照片和扫描件。', '忠实放大：缩小后几乎与原图一致。'],
  },
  'upscale-clean-x3': {
    name: '清晰放大 ×3',
    goodFor: ['清晰但太小的照片和扫描件。', '忠实放大：缩小后几乎与原图一致。'],
  },
  'upscale-clean-x4': {
    name: '清晰放大 ×4',
    goodFor: ['清晰但太小的照片和扫描件。', '忠实放大：缩小后几乎与原图一致。'],
  },
  'inpaint-thin': { name: '细划痕修补', goodFor: ['修补划痕、折痕和灰尘等细小缺损。'] },
}

const isChinese = (language: string) => language.startsWith('zh')

export const nameOf = (model: ModelEntry, language: string): string =>
  (isChinese(language) ? chinese[model.id]?.name : undefined) ?? model.name

/** Sentences, each with a capital and a full stop: cards write them as parts of a list. */
export function goodForOf(model: ModelEntry, language: string): string[] {
  const own = isChinese(language) ? chinese[model.id]?.goodFor : undefined
  if (own) return [...own]
  return model.goodFor.map((words) => sentence(words[isChinese(language) ? 'zh-CN' : 'en']))
}

function sentence(text: string): string {
  const capital = text.charAt(0).toUpperCase() + text.slice(1)
  return /[.。!]$/.test(capital) ? capital : `${capital}.`
}
