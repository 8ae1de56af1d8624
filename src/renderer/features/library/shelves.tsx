import { CalendarOff, Images, Sparkles, Unlink, WandSparkles } from 'lucide-react'
import { useCounts } from '../../state/queries.ts'
import { useWords } from '../../state/use-words.ts'
import { Icon } from '../../ui/icon.tsx'
import styles from './shelves.module.css'
import { openShelf, type Shelf, shelves, useView } from './view-store.ts'

const icons = {
  all: Images,
  undated: CalendarOff,
  restored: Sparkles,
  unrestored: WandSparkles,
  missing: Unlink,
} satisfies Record<Shelf, unknown>

/** The left side of the library: its parts, with how many pictures each holds. */
export function Shelves() {
  const { t, number } = useWords()
  const { data: counts } = useCounts()
  const shelf = useView((state) => state.shelf)
  return (
    <nav className={styles.shelves} aria-label={t('library.shelves')}>
      <p className={styles.title}>{t('tabs.library')}</p>
      <ul>
        {shelves.map((each) => {
          const count = counts?.[each]
          // Nothing is missing: good, and no reason to show a shelf for it.
          if (each === 'missing' && !count && shelf !== 'missing') return null
          return (
            <li key={each}>
              <button
                type="button"
                className={styles.shelf}
                aria-current={each === shelf ? 'page' : undefined}
                onClick={() => openShelf(each)}
              >
                <Icon of={icons[each]} small />
                <span>{t(`shelf.${each}`)}</span>
                <span className={styles.count}>{count === undefined ? '' : number(count)}</span>
              </button>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
