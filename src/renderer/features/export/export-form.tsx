import { FolderOpen } from 'lucide-react'
import { Input, Label, TextField } from 'react-aria-components'
import { type ExportOptions, exportFormats } from '../../../shared/engine.ts'
import { useHost } from '../../state/queries.ts'
import { useWords } from '../../state/use-words.ts'
import { host } from '../../transport/services.ts'
import { Button } from '../../ui/button.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { SliderField } from '../../ui/slider-field.tsx'
import { SwitchField } from '../../ui/switch-field.tsx'
import { versionName } from '../restore/version-name.ts'
import styles from './export.module.css'
import { hasQuality, previewName, tokens } from './export-name.ts'
import type { Exportable, Folder } from './use-export-run.ts'

interface ExportFormProps {
  readonly found: Exportable
  readonly options: ExportOptions
  readonly change: (next: Partial<ExportOptions>) => void
  readonly folder: Folder | null
  readonly setFolder: (folder: Folder | null) => void
}

export function ExportForm({ found, options, change, folder, setFolder }: ExportFormProps) {
  const { t, number } = useWords()
  return (
    <>
      {found.unrestored > 0 && (
        <p className={styles.left}>
          {t('export.unrestored', { count: found.unrestored, shown: number(found.unrestored) })}
        </p>
      )}
      <div className={styles.field}>
        <span className={styles.label}>{t('export.format')}</span>
        <Segmented
          label={t('export.format')}
          value={options.format}
          options={exportFormats.map((format) => ({
            value: format,
            text: format === 'webp' ? 'WebP' : format.toUpperCase(),
          }))}
          onChange={(format) => change({ format })}
        />
        <p className={styles.help}>{t(`export.format.${options.format}`)}</p>
      </div>
      {hasQuality(options.format) && (
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
      <NameField found={found} options={options} change={change} />
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

function NameField({ found, options, change }: Pick<ExportFormProps, 'found' | 'options' | 'change'>) {
  const { t } = useWords()
  const { example } = found
  const parts = {
    original: example?.original.name ?? 'anna-1951.jpg',
    preset: example ? versionName(example.restoration, t) : t('preset.faithful'),
    n: 1,
  }
  return (
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
            onClick={() => change({ template: options.template + token })}
          >
            {token}
          </button>
        ))}
        <output className={styles.preview}>{previewName(options.template, options.format, parts)}</output>
      </div>
    </TextField>
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
