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
  'deblock-photo': {
    name: '去除压缩痕迹',
    goodFor: ['去除 JPEG（质量 8 至 90，包括重复保存）的方块、振铃和色斑。'],
  },
  'deblur-photo': {
    name: '轻度模糊锐化',
    goodFor: ['镜头偏软、轻微失焦（半径 3 像素以内）或手抖几像素的照片。'],
  },
  'denoise-photo': {
    name: '降噪',
    goodFor: ['传感器和扫描仪的噪点、胶片颗粒，强度不限（标准差至多为 255 级中的 55）。'],
  },
  'scratch-detect': {
    name: '划痕与灰尘检测',
    goodFor: ['找出划痕、裂纹、折痕、毛发、灰尘和乳剂剥落；灰度、棕褐色和彩色照片皆可。'],
  },
  'colorize-photo': {
    name: '黑白照片上色',
    goodFor: ['人像、风景、街道和室内；肤色、天空、树叶、石头和木头。'],
  },
  'face-detect': {
    name: '人脸定位',
    goodFor: ['12 至 150 像素的人脸（更大的在缩小后的图中查找）；灰度、棕褐色或彩色皆可。', '横放或倒置的照片。'],
  },
  'face-sharpen': {
    name: '人脸锐化',
    goodFor: ['摆正后偏小、偏软、略有颗粒或压缩痕迹的人脸；灰度和单色照片保持原样。'],
  },
  'upscale-real-x4': {
    name: '真实照片放大 ×4',
    goodFor: ['整体偏软、有噪点或压缩过度的小图。', '干净锐利的观感；强度决定保留多少颗粒。'],
  },
  'restore-photo': {
    name: '老照片综合修复',
    goodFor: ['同时偏软、有颗粒、被压缩且有破损的老照片。'],
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
