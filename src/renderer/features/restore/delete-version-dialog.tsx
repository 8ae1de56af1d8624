import { useMutation } from '@tanstack/react-query'
import type { Restoration } from '../../../shared/entities.ts'
import { keys, queryClient } from '../../state/queries.ts'
import { useWords } from '../../state/use-words.ts'
import { engine } from '../../transport/services.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { versionName } from './version-name.ts'

interface DeleteVersionDialogProps {
  readonly restoration: Restoration
  readonly isOpen: boolean
  readonly onClose: () => void
}

export function DeleteVersionDialog({ restoration, isOpen, onClose }: DeleteVersionDialogProps) {
  const { t, failure } = useWords()
  const remove = useMutation({
    mutationFn: () => engine.call('restorations.remove', { ids: [restoration.id] }),
    onSuccess: () => {
      onClose()
      void queryClient.invalidateQueries({ queryKey: keys.lists })
      void queryClient.invalidateQueries({ queryKey: keys.counts })
      return queryClient.invalidateQueries({ queryKey: keys.original(restoration.originalId) })
    },
  })
  return (
    <Dialog
      role="alertdialog"
      title={t('deleteVersion.title', { name: versionName(restoration, t) })}
      isOpen={isOpen}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button look="danger" isDisabled={remove.isPending} onPress={() => remove.mutate()}>
            {t('versions.delete')}
          </Button>
        </>
      }
    >
      <p>{t('deleteVersion.text')}</p>
      {remove.isError && <p role="alert">{failure(remove.error)}</p>}
    </Dialog>
  )
}
