import { Filter, ScanSearch } from 'lucide-react'
import { Button as AriaButton, Dialog, DialogTrigger, Popover } from 'react-aria-components'
import { damages, type Facets, type Filters, type LabelKind } from '../../../shared/gallery.ts'
import { useWords } from '../../state/use-words.ts'
import buttonStyles from '../../ui/button.module.css'
import { Button } from '../../ui/button.tsx'
import { ChoiceField } from '../../ui/choice-field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import styles from './filters.module.css'
import { useFacets } from './gallery-data.ts'
import { lookForDamage, useLooking } from './look-for-damage.ts'
import { StarField } from './star-field.tsx'
import { filterBy, galleryQuery, useView } from './view-store.ts'

const anything = 'any'

/** What narrows the gallery: stars, flags, kinds, decades, places, people, tags, damage. All of it must hold. */
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
  const facets = useFacets(galleryQuery(useView())).data
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
      {facets && <CountedFields filters={filters} facets={facets} />}
    </>
  )
}

interface CountedFieldsProps {
  readonly filters: Filters
  readonly facets: Facets
}

/** What there is to choose from, with how many pictures each choice leaves. What would leave none is not offered. */
function CountedFields({ filters, facets }: CountedFieldsProps) {
  const { t } = useWords()
  return (
    <>
      <CountedChoice
        label={t('filter.decade')}
        value={filters.decade?.toString()}
        choices={facets.decades.map(({ decade, count }) => ({
          value: String(decade),
          text: t('filter.decadeOf', { decade }),
          count,
        }))}
        onChange={(decade) => filterBy({ decade: decade === undefined ? undefined : Number(decade) })}
      />
      <LabelChoice kind="place" labels={facets.places} filters={filters} />
      <LabelChoice kind="person" labels={facets.people} filters={filters} />
      <LabelChoice kind="tag" labels={facets.tags} filters={filters} />
      <CountedChoice
        label={t('filter.damage')}
        help={facets.looked === 0 ? t('filter.notLooked') : t('filter.looked', { count: facets.looked })}
        value={filters.damage}
        choices={damages.map((each) => ({
          value: each,
          text: t(`filter.damage.${each}`),
          count: facets.damage[each],
        }))}
        onChange={(damage) => filterBy({ damage: damages.find((each) => each === damage) })}
      />
      <LookButton unlooked={facets.unlooked} />
    </>
  )
}

/** Damage is known of what was looked at only; the rest can be looked at here, in the background. */
function LookButton({ unlooked }: { readonly unlooked: number }) {
  const { t, number } = useWords()
  const query = galleryQuery(useView())
  const isLooking = useLooking((state) => state.stop !== null)
  if (unlooked <= 0 && !isLooking) return null
  return (
    <Button icon={ScanSearch} isDisabled={isLooking} onPress={() => void lookForDamage(query, unlooked)}>
      {t('look.start', { count: unlooked, shown: number(unlooked) })}
    </Button>
  )
}

interface LabelChoiceProps {
  readonly kind: LabelKind
  readonly labels: Facets['tags']
  readonly filters: Filters
}

function LabelChoice({ kind, labels, filters }: LabelChoiceProps) {
  const { t } = useWords()
  if (labels.length === 0 && filters[kind] === undefined) return null
  return (
    <CountedChoice
      label={t(`filter.${kind}`)}
      value={filters[kind]}
      choices={labels.map(({ id, name, pictures }) => ({ value: id, text: name, count: pictures }))}
      onChange={(id) => filterBy({ [kind]: id })}
    />
  )
}

interface CountedChoiceProps {
  readonly label: string
  readonly help?: string
  readonly value: string | undefined
  readonly choices: readonly { readonly value: string; readonly text: string; readonly count: number }[]
  readonly onChange: (value: string | undefined) => void
}

function CountedChoice({ label, help, value, choices, onChange }: CountedChoiceProps) {
  const { t, number } = useWords()
  return (
    <ChoiceField
      label={label}
      help={help}
      value={value ?? anything}
      options={[
        { value: anything, text: t('filter.any') },
        ...choices
          .filter((choice) => choice.count > 0 || choice.value === value)
          .map((choice) => ({ value: choice.value, text: choice.text, aside: number(choice.count) })),
      ]}
      onChange={(next) => onChange(next === anything ? undefined : next)}
    />
  )
}
