import { X } from 'lucide-react'
import type { Filters } from '../../../shared/gallery.ts'
import { useLabels } from '../../state/queries.ts'
import { useWords } from '../../state/use-words.ts'
import styles from './filters.module.css'
import { filterBy, useView } from './view-store.ts'

/** The filters in force, each to be taken away by a click. The album has the heading instead. */
export function FilterChips() {
  const { t } = useWords()
  const filters = useView((state) => state.filters)
  const chips = useChips(filters)
  if (chips.length === 0) return null
  return (
    <ul className={styles.chips} aria-label={t('filter.inForce')}>
      {chips.map(({ key, text }) => (
        <li key={key}>
          <button
            type="button"
            className={styles.chip}
            aria-label={t('filter.remove', { filter: text })}
            onClick={() => filterBy({ [key]: undefined })}
          >
            {text}
            <X size={14} aria-hidden="true" />
          </button>
        </li>
      ))}
    </ul>
  )
}

function useChips({
  rating,
  flag,
  kind,
  decade,
  place,
  person,
  tag,
  damage,
}: Filters): { key: keyof Filters; text: string }[] {
  const { t } = useWords()
  const { data: people } = useLabels('person')
  const { data: tags } = useLabels('tag')
  const { data: places } = useLabels('place')
  const named = (labels: typeof tags, id: string) => labels?.find((label) => label.id === id)?.name ?? '…'
  return [
    ...(person === undefined ? [] : [{ key: 'person' as const, text: named(people, person) }]),
    ...(place === undefined ? [] : [{ key: 'place' as const, text: named(places, place) }]),
    ...(tag === undefined ? [] : [{ key: 'tag' as const, text: named(tags, tag) }]),
    ...(rating === undefined ? [] : [{ key: 'rating' as const, text: t('filter.atLeast', { count: rating }) }]),
    ...(flag === undefined ? [] : [{ key: 'flag' as const, text: t(`flag.${flag}`) }]),
    ...(kind === undefined ? [] : [{ key: 'kind' as const, text: t(`filter.kind.${kind}`) }]),
    ...(decade === undefined ? [] : [{ key: 'decade' as const, text: t('filter.decadeOf', { decade }) }]),
    ...(damage === undefined ? [] : [{ key: 'damage' as const, text: t(`filter.damage.${damage}`) }]),
  ]
}
