import { useMutation, useQuery } from '@tanstack/react-query'
import { originalOptions, queryClient } from '../../state/queries.ts'
import { useRoute } from '../../state/route.ts'
import { useWords } from '../../state/use-words.ts'
import { engine } from '../../transport/services.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { toast } from '../../ui/toast-store.ts'
import { closeRemove, useRemove } from './remove-store.ts'
import { dropSelected } from './selection-store.ts'

export function RemoveDialog() {
  const { ids, isOpen } = useRemove()
  const { t, number, failure } = useWords()
  const count = ids.length
  const [first = ''] = ids
  // Of one picture it is said which: from a list of suggestions nothing else shows it.
  const { data: known } = useQuery({ ...originalOptions(first), enabled: isOpen && count === 1 })
  const only = count === 1 ? known : undefined
  const shown = number(count)
  const remove = useMutation({
    mutationFn: () => engine.call('catalog.remove', { ids: [...ids] }),
    onSuccess: async () => {
      closeRemove()
      dropSelected(ids)
      const { openId } = useRoute.getState()
      if (openId && ids.includes(openId)) useRoute.setState({ openId: null })
      await queryClient.invalidateQueries()
      toast(t('remove.done', { count, shown }), { tone: 'good' })
    },
  })
  return (
    <Dialog
      role="alertdialog"
      title={only ? t('remove.titleOf', { name: only.original.name }) : t('remove.title', { count, shown })}
      isOpen={isOpen}
      onClose={closeRemove}
      actions={
        <>
          <Button onPress={closeRemove}>{t('common.cancel')}</Button>
          <Button look="danger" isDisabled={remove.isPending} onPress={() => remove.mutate()}>
            {t('remove.confirm')}
          </Button>
        </>
      }
    >
      <p>{t('remove.text', { count })}</p>
      {remove.isError && <p role="alert">{failure(remove.error)}</p>}
    </Dialog>
  )
}
