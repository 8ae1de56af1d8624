import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Description } from '../../../shared/gallery.ts'
import { keys, queryClient } from '../../state/queries.ts'
import { useWords } from '../../state/use-words.ts'
import { engine } from '../../transport/services.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { NoteField } from '../../ui/note-field.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import { DateField } from './date-field.tsx'
import styles from './describe.module.css'
import { closeDescribe, useDescribe } from './describe-store.ts'
import { LabelField } from './label-field.tsx'
import { editPictures } from './picture-actions.ts'
import { StarField } from './star-field.tsx'

const useDescription = (ids: readonly string[]) =>
  useQuery({
    queryKey: keys.description(ids),
    queryFn: () => engine.call('catalog.describe', { ids: [...ids] }),
    enabled: ids.length > 0,
    staleTime: 0,
    gcTime: 0,
  })

/** What is known about some pictures: date, people, tags, stars. Each change is kept at once, for all of them. */
export function DescribeDialog() {
  const { t, number } = useWords()
  const ids = useDescribe((state) => state.ids)
  // What was asked for stays while the dialog fades out.
  const [shown, setShown] = useState<readonly string[]>([])
  useEffect(() => {
    if (ids) setShown(ids)
  }, [ids])
  const { data } = useDescription(shown)
  return (
    <Dialog
      title={t('describe.title', { count: shown.length, shown: number(shown.length) })}
      isOpen={ids !== null}
      onClose={closeDescribe}
      wide
      actions={
        <Button look="primary" onPress={closeDescribe}>
          {t('common.done')}
        </Button>
      }
    >
      {data ? <Fields key={shown.join()} ids={shown} known={data} /> : <SkeletonLines widths={[60, 90, 75]} />}
    </Dialog>
  )
}

const refresh = () => queryClient.invalidateQueries({ queryKey: ['description'] })

function Fields({ ids, known }: { readonly ids: readonly string[]; readonly known: Description }) {
  const { t } = useWords()
  const edit = (change: Parameters<typeof editPictures>[1]) => void editPictures(ids, change)
  return (
    <>
      <DateField value={known.date} onSave={(date) => edit({ date })} />
      <LabelField kind="person" ids={ids} labels={known.people} onChanged={() => void refresh()} />
      <LabelField kind="place" ids={ids} labels={known.places} onChanged={() => void refresh()} />
      <LabelField kind="tag" ids={ids} labels={known.tags} onChanged={() => void refresh()} />
      <div className={styles.pair}>
        <div className={styles.field}>
          <span>{t('describe.rating')}</span>
          <StarField
            label={t('describe.rating')}
            value={known.rating ?? null}
            onChange={(rating) => edit({ rating })}
          />
        </div>
        <div className={styles.field}>
          <span>{t('filter.flag')}</span>
          <Segmented
            label={t('filter.flag')}
            value={known.flag === undefined ? null : String(known.flag)}
            options={[
              { value: '1', text: t('flag.picked') },
              { value: '0', text: t('flag.none') },
              { value: '-1', text: t('flag.rejected') },
            ]}
            onChange={(flag) => edit({ flag: Number(flag) })}
          />
        </div>
      </div>
      {known.note !== undefined && (
        <div className={styles.field}>
          <span>{t('notes.original')}</span>
          <NoteField
            label={t('notes.original')}
            placeholder={t('notes.originalHelp')}
            value={known.note}
            onSave={(note) => edit({ note })}
          />
        </div>
      )}
    </>
  )
}
