import { Input, Label, TextField } from 'react-aria-components'
import { useHost } from '../../state/queries.ts'
import { useWords } from '../../state/use-words.ts'
import { Segmented } from '../../ui/segmented.tsx'
import styles from './export.module.css'

export interface AlbumWishes {
  readonly name: string
  readonly zip: boolean
}

interface AlbumFieldsProps {
  readonly album: AlbumWishes
  readonly setAlbum: (album: AlbumWishes) => void
}

/** Name of the album; one zip file or a folder, where there are folders to choose. */
export function AlbumFields({ album, setAlbum }: AlbumFieldsProps) {
  const { t } = useWords()
  const hasFolders = useHost().data?.capabilities.dialogs === true
  return (
    <>
      <TextField
        className={styles.field ?? ''}
        value={album.name}
        maxLength={200}
        onChange={(name) => setAlbum({ ...album, name })}
      >
        <Label className={styles.label ?? ''}>{t('export.albumName')}</Label>
        <Input className={styles.input ?? ''} />
      </TextField>
      {hasFolders && (
        <Segmented
          label={t('export.albumAs')}
          value={album.zip ? 'zip' : 'folder'}
          options={[
            { value: 'folder', text: t('export.albumFolder') },
            { value: 'zip', text: t('export.albumZip') },
          ]}
          onChange={(next) => setAlbum({ ...album, zip: next === 'zip' })}
        />
      )}
    </>
  )
}
