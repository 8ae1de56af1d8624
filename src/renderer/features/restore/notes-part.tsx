import { keys, queryClient } from '../../state/queries.ts'
import { useWords } from '../../state/use-words.ts'
import { engine } from '../../transport/services.ts'
import { NoteField } from '../../ui/note-field.tsx'
import { toast } from '../../ui/toast-store.ts'
import styles from './notes-part.module.css'
import type { Session } from './use-session.ts'
import { versionName } from './version-name.ts'

/** What people know of the picture, and of the version on show. */
export function NotesPart({ session }: { readonly session: Session }) {
  const { t, failure } = useWords()
  const { original, version } = session
  const isFilm = original.kind === 'video'
  const save = (work: Promise<unknown>) =>
    void work
      .then(() => queryClient.invalidateQueries({ queryKey: keys.original(original.id) }))
      .catch((error: unknown) => toast(failure(error), { tone: 'bad' }))
  return (
    <section className={styles.part} aria-label={t('notes.title')}>
      <h2>{t('notes.title')}</h2>
      <NoteField
        label={t(isFilm ? 'notes.originalFilm' : 'notes.original')}
        placeholder={t(isFilm ? 'notes.originalFilmHelp' : 'notes.originalHelp')}
        value={original.note}
        onSave={(note) => save(engine.call('catalog.edit', { ids: [original.id], note }))}
      />
      {version && (
        <>
          <h2>{t('notes.version', { name: versionName(version, t) })}</h2>
          <NoteField
            key={version.id}
            label={t('notes.version', { name: versionName(version, t) })}
            placeholder={t('notes.versionHelp')}
            value={version.note}
            onSave={(note) => save(engine.call('restorations.edit', { id: version.id, note }))}
          />
        </>
      )}
    </section>
  )
}
