import { BookImage, Film, type LucideIcon, Palette, Sparkles, SquareStack, Unlink, VenetianMask } from 'lucide-react'
import type { OriginalSummary } from '../../../shared/entities.ts'
import { dateWords } from '../../state/date-words.ts'
import type { Words } from '../../state/use-words.ts'

export interface Badge {
  readonly icon: LucideIcon
  readonly text: string
  readonly tone: 'good' | 'guess' | 'damage' | 'plain'
}

/** Shape and word, never colour alone. */
export function badgesOf(item: OriginalSummary, { t, number }: Words): Badge[] {
  const badges: (Badge | false)[] = [
    item.restorations > 0 && !item.colourIsGuess && { icon: Sparkles, text: t('badge.restored'), tone: 'good' },
    item.colourIsGuess && { icon: Palette, text: t('badge.colourGuess'), tone: 'guess' },
    item.imagined > 0 && { icon: VenetianMask, text: t('badge.imagined'), tone: 'guess' },
    item.kind === 'video' && { icon: Film, text: t('badge.film'), tone: 'plain' },
    item.backs > 0 && { icon: SquareStack, text: t('badge.pair'), tone: 'plain' },
    item.children > 0 && {
      icon: BookImage,
      text: t('badge.page', { count: item.children, shown: number(item.children) }),
      tone: 'plain',
    },
    item.missing && { icon: Unlink, text: t('badge.missing'), tone: 'damage' },
  ]
  return badges.filter((badge) => badge !== false)
}

/** What a picture is called to those who do not see it: name, date, badges, stars, flag. */
export function spokenName(item: OriginalSummary, badges: readonly Badge[], { t, language }: Words): string {
  return [
    item.name,
    item.date === null ? '' : dateWords(item.date, language, t),
    ...badges.map(({ text }) => text),
    item.rating > 0 ? t('rating.stars', { count: item.rating }) : '',
    item.flag === 1 ? t('flag.picked') : item.flag === -1 ? t('flag.rejected') : '',
  ]
    .filter(Boolean)
    .join(', ')
}
