import { useMutation } from '@tanstack/react-query'
import { keys, queryClient } from '../../state/queries.ts'
import { useWords } from '../../state/use-words.ts'
import { engine } from '../../transport/services.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { closeRemoveModel, useModelsState } from './models-store.ts'

export function RemoveModelDialog() {
  const { t, failure } = useWords()
  const removing = useModelsState((state) => state.removing)
  const remove = useMutation({
    mutationFn: (id: string) => engine.call('models.remove', { id }),
    onSuccess: async () => {
      closeRemoveModel()
      await queryClient.invalidateQueries({ queryKey: keys.models })
    },
  })
  return (
    <Dialog
      role="alertdialog"
      title={t('models.removeTitle', { name: removing?.name ?? '' })}
      isOpen={removing !== null}
      onClose={closeRemoveModel}
      actions={
        <>
          <Button onPress={closeRemoveModel}>{t('common.cancel')}</Button>
          <Button look="danger" isDisabled={remove.isPending} onPress={() => removing && remove.mutate(removing.id)}>
            {t('models.remove')}
          </Button>
        </>
      }
    >
      <p>{t('models.removeText')}</p>
      {remove.isError && <p role="alert">{failure(remove.error)}</p>}
    </Dialog>
  )
}
