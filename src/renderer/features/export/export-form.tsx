import { FolderOpen } from 'lucide-react'
import { Input, Label, TextField } from 'react-aria-components'
import { collisions, type ExportOptions } from '../../../shared/export.ts'
import { useHost } from '../../state/queries.ts'
import { useWords } from '../../state/use-words.ts'
import { host } from '../../transport/services.ts'
import { Button } from '../../ui/button.tsx'
import { ChoiceField } from '../../ui/choice-field.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { SliderField } from '../../ui/slider-field.tsx'
import { SwitchField } from '../../ui/switch-field.tsx'
import { versionName } from '../restore/version-name.ts'
import { AlbumFields, type AlbumWishes } from './album-fields.tsx'
import styles from './export.module.css'
import { endings, hasQuality, previewName, tokens } from './export-name.ts'
import { FilmFields } from './film-fields.tsx'
import { endingOf, useFilmChoices } from './film-options.ts'
import { PrintFields } from './print-fields.tsx'
import { kinds, type Purpose } from './purposes.ts'
import { type Exportable, type Folder, useEstimate } from './use-export-run.ts'

export interface ExportFormProps {
  readonly found: Exportable
  readonly purpose: Purpose
  readonly options: ExportOptions
  readonly change: (next: Partial<ExportOptions>) => void
  readonly album: AlbumWishes
  readonly setAlbum: (album: AlbumWishes) => void
  readonly folder: Folder | null
  readonly setFolder: (folder: Folder | null) => void
}

/** What is asked depends on what it is for. */
export function ExportForm(props: ExportFormProps) {
  const { found, purpose, options, change, album, setAlbum, folder, setFolder } = props
  const { t } = useWords()
  const { data: estimate } = useEstimate(found.restorations, options)
  return (
    <>
      <Unrestored found={found} isKept={purpose === 'album'} />
      {purpose === 'album' && <AlbumFields album={album} setAlbum={setAlbum} />}
      {options.size.kind === 'print' && (
        <PrintFields
          size={options.size}
          dpi={estimate?.dpi ?? null}
          soft={estimate?.soft ?? 0}
          count={found.restorations.length}
          change={change}
        />
      )}
      {purpose === 'compare' && <CompareField options={options} change={change} />}
      {found.films.length < found.restorations.length && (
        <FormatFields purpose={purpose} options={options} change={change} />
      )}
      {found.films.length > 0 && <FilmFields films={found.films} options={options} change={change} />}
      {purpose !== 'album' && <NameField found={found} options={options} change={change} />}
      <SwitchField
        label={t('export.private')}
        help={t('export.privateHelp')}
        value={options.keepPrivateData}
        onChange={(keepPrivateData) => change({ keepPrivateData })}
      />
      <FolderField folder={folder} setFolder={setFolder} />
    </>
  )
}

/** Those without a restored version, photos and films each by their name. */
function Unrestored({ found: { unrestored }, isKept }: { readonly found: Exportable; readonly isKept: boolean }) {
  const { t, number } = useWords()
  const { photos, films } = unrestored
  const told = (count: number) => ({ count, shown: number(count) })
  return (
    <>
      {photos > 0 && (
        <p className={styles.left}>{t(isKept ? 'export.unrestoredKept' : 'export.unrestored', told(photos))}</p>
      )}
      {films > 0 && (
        <p className={styles.left}>{t(isKept ? 'export.unrestoredKeptFilm' : 'export.unrestoredFilm', told(films))}</p>
      )}
    </>
  )
}

type OptionProps = Pick<ExportFormProps, 'options' | 'change'>

function CompareField({ options, change }: OptionProps) {
  const { t } = useWords()
  return (
    <div className={styles.field}>
      <span className={styles.label}>{t('export.compare')}</span>
      <Segmented
        label={t('export.compare')}
        value={options.compare}
        options={[
          { value: 'side', text: t('export.compare.side') },
          { value: 'divider', text: t('export.compare.divider') },
        ]}
        onChange={(compare) => change({ compare: compare as ExportOptions['compare'] })}
      />
    </div>
  )
}

const longSides = [4000, 2560, 1600, 1080] as const

function FormatFields({ purpose, options, change }: OptionProps & Pick<ExportFormProps, 'purpose'>) {
  const { t, number } = useWords()
  const size = options.size.kind === 'longSide' ? String(options.size.pixels) : 'full'
  return (
    <>
      <div className={styles.field}>
        <span className={styles.label}>{t('export.format')}</span>
        <Segmented
          label={t('export.format')}
          value={options.format}
          options={kinds[purpose].formats.map((format) => ({
            value: format,
            text: format === 'webp' ? 'WebP' : format.toUpperCase(),
          }))}
          onChange={(format) => change({ format: format as ExportOptions['format'] })}
        />
        <p className={styles.help}>{t(`export.format.${options.format}`)}</p>
      </div>
      {options.size.kind !== 'print' && purpose !== 'keep' && (
        <ChoiceField
          label={t('export.size')}
          value={size}
          options={[
            { value: 'full', text: t('export.size.full') },
            ...longSides.map((pixels) => ({
              value: String(pixels),
              text: t('export.size.longSide', { pixels: number(pixels) }),
            })),
          ]}
          onChange={(next) =>
            change({ size: next === 'full' ? { kind: 'full' } : { kind: 'longSide', pixels: Number(next) } })
          }
        />
      )}
      {hasQuality(options.format) && purpose !== 'print' && (
        <SliderField
          label={t('export.quality')}
          value={options.quality}
          min={50}
          max={100}
          step={1}
          text={(value) => number(value)}
          onChange={(quality) => change({ quality })}
        />
      )}
    </>
  )
}

function NameField({ found, options, change }: Pick<ExportFormProps, 'found' | 'options' | 'change'>) {
  const { t } = useWords()
  const { example, films } = found
  const film = useFilmChoices(films[0]).data
  const isFilm = example?.original.kind === 'video' && film !== undefined
  const ending = isFilm ? endingOf(options.film.form, film.ending, options.compare) : endings[options.format]
  const parts = {
    original: example?.original.name ?? 'anna-1951.jpg',
    preset: example ? versionName(example.restoration, t) : t('preset.faithful'),
    date: example?.original.date ?? null,
    n: 1,
  }
  return (
    <>
      <TextField
        className={styles.field ?? ''}
        value={options.template}
        onChange={(template) => change({ template: template.slice(0, 200) || '{name}' })}
      >
        <Label className={styles.label ?? ''}>{t('export.name')}</Label>
        <Input className={styles.input ?? ''} />
        <div className={styles.tokens}>
          {tokens.map((token) => (
            <button
              key={token}
              type="button"
              className={styles.token}
              aria-label={t('export.token', { token })}
              onClick={() => change({ template: options.template + token })}
            >
              {token}
            </button>
          ))}
          <output className={styles.preview}>{previewName(options.template, ending, parts)}</output>
        </div>
      </TextField>
      <ChoiceField
        label={t('export.collision')}
        value={options.collision}
        options={collisions.map((each) => ({ value: each, text: t(`export.collision.${each}`) }))}
        onChange={(collision) => change({ collision })}
      />
    </>
  )
}

function FolderField({ folder, setFolder }: Pick<ExportFormProps, 'folder' | 'setFolder'>) {
  const { t } = useWords()
  const { data } = useHost()
  if (!data?.capabilities.dialogs) return <p className={styles.help}>{t('export.download')}</p>
  const choose = async () => {
    const { grant, name } = await host.call('host.pick-folder', {})
    if (grant !== null) setFolder({ grant, name })
  }
  return (
    <div className={styles.folder}>
      <span className={styles.label}>{t('export.folder')}</span>
      <span className={styles.folderName}>{folder?.name ?? t('export.ownFolder')}</span>
      <Button icon={FolderOpen} onPress={() => void choose()}>
        {t('export.choose')}
      </Button>
    </div>
  )
}
