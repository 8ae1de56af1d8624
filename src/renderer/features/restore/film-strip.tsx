import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { goToRestore } from '../../state/route.ts'
import { useWords } from '../../state/use-words.ts'
import { assetUrl } from '../../transport/services.ts'
import { IconButton } from '../../ui/button.tsx'
import styles from './film-strip.module.css'
import { useNeighbours } from './neighbours.ts'

/** The pictures before and after this one, as they lie in the gallery. */
export function FilmStrip({ id }: { readonly id: string }) {
  const { t } = useWords()
  const { strip, previous, next, moved } = useNeighbours(id)
  const current = useRef<HTMLButtonElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the strip moves when another picture is open
  useEffect(() => {
    // Not given back: newer browsers answer with a promise, which is no way to clean up.
    current.current?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [id, strip.length])
  if (strip.length < 2) return null
  const here = strip.findIndex((item) => item.id === id)
  const go = (index: number) => {
    const item = strip[index]
    if (!item) return
    moved(index - here)
    goToRestore(item.id)
  }
  return (
    <nav className={styles.strip} aria-label={t('strip.title')}>
      <IconButton
        icon={ChevronLeft}
        label={t('strip.previous')}
        shortcut="ArrowLeft"
        isDisabled={!previous}
        onPress={() => go(here - 1)}
        small
      />
      <div className={styles.pictures}>
        {strip.map((item, index) => (
          <button
            key={item.id}
            ref={item.id === id ? current : undefined}
            type="button"
            tabIndex={item.id === id ? 0 : -1}
            className={styles.picture}
            aria-label={item.name}
            aria-current={item.id === id}
            onClick={() => go(index)}
          >
            <img src={assetUrl(item.thumb)} alt="" draggable={false} loading="lazy" />
          </button>
        ))}
      </div>
      <IconButton
        icon={ChevronRight}
        label={t('strip.next')}
        shortcut="ArrowRight"
        isDisabled={!next}
        onPress={() => go(here + 1)}
        small
      />
    </nav>
  )
}
