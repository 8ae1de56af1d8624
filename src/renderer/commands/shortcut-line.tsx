import { Pencil, RotateCcw } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import { menuCommands } from '../../shared/commands.ts'
import { useChangeSettings } from '../state/queries.ts'
import { useWords } from '../state/use-words.ts'
import { IconButton } from '../ui/button.tsx'
import { Keys } from '../ui/keys.tsx'
import { allCommands } from './all-commands.ts'
import type { Command } from './command.ts'
import styles from './commands.module.css'
import { useCommands } from './commands-store.ts'
import { conflictOf, shortcutOfPress, shortcutsNow } from './remap.ts'
import { isMac, isSingleKey } from './shortcut.ts'

/** The first, and one with a modifier for those who switch single keys off. */
function shown(shortcuts: readonly string[]): readonly string[] {
  const [first, ...others] = shortcuts
  if (first === undefined) return []
  const other = isSingleKey(first) ? others.find((shortcut) => !isSingleKey(shortcut)) : undefined
  return other === undefined ? [first] : [first, other]
}

/** One command with its shortcut, which can be changed: the next key press becomes it, unless another command has it. */
export function ShortcutLine({ command }: { readonly command: Command }) {
  const { t } = useWords()
  const overrides = useCommands((state) => state.overrides)
  const { mutate: change } = useChangeSettings()
  const [isListening, setListening] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)
  const isOwn = overrides[command.id] !== undefined
  const save = (next: Record<string, string>) => change({ shortcuts: next })

  const listen = (event: KeyboardEvent) => {
    if (event.key === 'Tab') return setListening(false)
    event.preventDefault()
    event.stopPropagation()
    if (event.key === 'Escape') return setListening(false)
    const wanted = shortcutOfPress(event, isMac(navigator.platform))
    if (wanted === undefined) return undefined
    const other = conflictOf(wanted, command, allCommands, overrides, menuCommands)
    if (other) return setRefusal(t('command.taken', { other: t(other.label) }))
    setListening(false)
    setRefusal(null)
    return save({ ...overrides, [command.id]: wanted })
  }
  const reset = () => {
    const { [command.id]: _, ...others } = overrides
    setRefusal(null)
    save(others)
  }
  return (
    <div className={styles.line}>
      <dt>{t(command.label)}</dt>
      <dd>
        {isListening ? (
          <button
            type="button"
            // biome-ignore lint/a11y/noAutofocus: it takes the place of the button that was pressed
            autoFocus
            className={styles.listening}
            onKeyDown={listen}
            onBlur={() => setListening(false)}
          >
            {t('command.pressKeys')}
          </button>
        ) : (
          shown(shortcutsNow(command, overrides)).map((shortcut) => <Keys key={shortcut} of={shortcut} />)
        )}
        {isOwn && (
          <IconButton
            icon={RotateCcw}
            label={t('command.reset', { command: t(command.label) })}
            onPress={reset}
            small
          />
        )}
        <IconButton
          icon={Pencil}
          label={t('command.change', { command: t(command.label) })}
          onPress={() => {
            setRefusal(null)
            setListening(true)
          }}
          small
        />
      </dd>
      {refusal && (
        <p role="alert" className={styles.refusal}>
          {refusal}
        </p>
      )}
    </div>
  )
}
