import { useEffect, useState } from 'react'
import { Input, Label, TextField } from 'react-aria-components'
import { useWords } from '../../state/use-words.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import fields from '../../ui/text-field.module.css'
import { createAlbum, renameAlbum } from './album-actions.ts'
import { closeAlbumDialog, useAlbumDialog } from './album-dialog-store.ts'

/** Asks for the name of an album. */
export function AlbumDialog() {
  const { t } = useWords()
  const wish = useAlbumDialog((state) => state.wish)
  const [name, setName] = useState('')
  useEffect(() => setName(wish && 'rename' in wish ? wish.rename.name : ''), [wish])
  const isNew = wish !== null && 'originals' in wish
  const save = () => {
    if (!wish || name.trim() === '') return
    closeAlbumDialog()
    void ('rename' in wish ? renameAlbum(wish.rename.id, name) : createAlbum(name, wish.originals))
  }
  return (
    <Dialog
      title={t(isNew ? 'album.new' : 'album.rename')}
      isOpen={wish !== null}
      onClose={closeAlbumDialog}
      actions={
        <>
          <Button onPress={closeAlbumDialog}>{t('common.cancel')}</Button>
          <Button look="primary" isDisabled={name.trim() === ''} onPress={save}>
            {t(isNew ? 'album.create' : 'common.save')}
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        <TextField className={fields.field ?? ''} value={name} onChange={setName} maxLength={200} autoFocus>
          <Label>{t('album.name')}</Label>
          <Input className={fields.input ?? ''} placeholder={t('album.namePlaceholder')} />
        </TextField>
      </form>
    </Dialog>
  )
}
