import { Search, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { searchFor, useView } from '../features/library/view-store.ts'
import { goToLibrary, useRoute } from '../state/route.ts'
import { useWords } from '../state/use-words.ts'
import { IconButton } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import styles from './app.module.css'
import { searchBoxId } from './search-focus.ts'

const pauseMs = 140

/** Looks while one writes. Searching from another screen leads to the library. */
export function SearchBox() {
  const { t } = useWords()
  const known = useView((state) => state.text)
  const [text, setText] = useState(known)
  useEffect(() => setText(known), [known])
  useEffect(() => {
    if (text === useView.getState().text) return undefined
    const timer = setTimeout(() => {
      searchFor(text)
      if (useRoute.getState().screen !== 'library') goToLibrary()
    }, pauseMs)
    return () => clearTimeout(timer)
  }, [text])

  return (
    <search className={styles.search}>
      <Icon of={Search} small />
      <input
        id={searchBoxId}
        type="search"
        aria-label={t('search.label')}
        placeholder={t('search.placeholder')}
        value={text}
        maxLength={500}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && !event.nativeEvent.isComposing) {
            setText('')
            searchFor('')
            event.currentTarget.blur()
          }
        }}
      />
      {text !== '' && (
        <span className={styles.clear}>
          <IconButton
            icon={X}
            label={t('search.clear')}
            onPress={() => {
              setText('')
              searchFor('')
            }}
            small
          />
        </span>
      )}
    </search>
  )
}
