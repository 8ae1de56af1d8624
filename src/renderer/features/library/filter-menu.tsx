import { Filter } from 'lucide-react'
import { Button as AriaButton, Dialog, DialogTrigger, Popover } from 'react-aria-components'
import type { Filters } from '../../../shared/gallery.ts'
import { useLabels } from '../../state/queries.ts'
import { useWords } from '../../state/use-words.ts'
import buttonStyles from '../../ui/button.module.css'
import { ChoiceField } from '../../ui/choice-field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import styles from './filters.module.css'
import { StarField } from './star-field.tsx'
import { filterBy, useView } from './view-store.ts'

const anything = 'any'

/** What narrows the gallery: stars, flags, kinds, people, tags. All of it must hold. */
export function FilterMenu() {
  const { t } = useWords()
  const filters = useView((state) => state.filters)
  const isOn = Object.keys(filters).some((key) => key !== 'album')
  return (
    <DialogTrigger>
      <AriaButton className={`${buttonStyles.button} ${buttonStyles.quiet}`} data-on={isOn || undefined}>
        <Icon of={Filter} small />
        <span>{t('filter.title')}</span>
      </AriaButton>
      <Popover className={styles.popover ?? ''} placement="bottom end" offset={6}>
        <Dialog className={styles.dialog ?? ''} aria-label={t('filter.title')}>
          <Fields filters={filters} />
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}

function Fields({ filters }: { readonly filters: Filters }) {
  const { t } = useWords()
  return (
    <>
      <div className={styles.field}>
        <span>{t('filter.rating')}</span>
        <StarField
          label={t('filter.rating')}
          value={filters.rating ?? 0}
          onChange={(rating) => filterBy({ rating: rating === 0 ? undefined : rating })}
        />
      </div>
      <div className={styles.field}>
        <span>{t('filter.flag')}</span>
        <Segmented
          label={t('filter.flag')}
          value={filters.flag ?? anything}
          options={[
            { value: anything, text: t('filter.any') },
            { value: 'picked', text: t('flag.picked') },
            { value: 'rejected', text: t('flag.rejected') },
          ]}
          onChange={(flag) => filterBy({ flag: flag === anything ? undefined : (flag as Filters['flag']) })}
        />
      </div>
      <div className={styles.field}>
        <span>{t('filter.kind')}</span>
        <Segmented
          label={t('filter.kind')}
          value={filters.kind ?? anything}
          options={[
            { value: anything, text: t('filter.any') },
            { value: 'image', text: t('filter.kind.image') },
            { value: 'video', text: t('filter.kind.video') },
          ]}
          onChange={(kind) => filterBy({ kind: kind === anything ? undefined : (kind as Filters['kind']) })}
        />
      </div>
      <LabelChoice kind="person" value={filters.person} onChange={(person) => filterBy({ person })} />
      <LabelChoice kind="tag" value={filters.tag} onChange={(tag) => filterBy({ tag })} />
    </>
  )
}

interface LabelChoiceProps {
  readonly kind: 'person' | 'tag'
  readonly value: string | undefined
  readonly onChange: (id: string | undefined) => void
}

function LabelChoice({ kind, value, onChange }: LabelChoiceProps) {
  const { t } = useWords()
  const { data: labels = [] } = useLabels(kind)
  if (labels.length === 0) return null
  return (
    <ChoiceField
      label={t(`filter.${kind}`)}
      value={value ?? anything}
      options={[
        { value: anything, text: t('filter.any') },
        ...labels.map(({ id, name }) => ({ value: id, text: name })),
      ]}
      onChange={(id) => onChange(id === anything ? undefined : id)}
    />
  )
}
