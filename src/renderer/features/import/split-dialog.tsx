import { useMutation, useQuery } from '@tanstack/react-query'
import { Plus, RotateCcw, RotateCw, Trash2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Box } from '../../../shared/pages.ts'
import { queryClient, useOriginal } from '../../state/queries.ts'
import { useWords } from '../../state/use-words.ts'
import { engine } from '../../transport/services.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import { toast } from '../../ui/toast-store.ts'
import { boxByKey, newBox } from './boxes.ts'
import { PageBoxes } from './page-boxes.tsx'
import styles from './review.module.css'
import { closePage, proposalsKey, useReview } from './review-store.ts'

/** The photos of a scanned page, each in a box that can be moved, resized and turned, by mouse or by keys. */
export function SplitDialog() {
  const page = useReview((state) => state.page)
  const [shown, setShown] = useState<string | null>(null)
  useEffect(() => {
    if (page) setShown(page)
  }, [page])
  return shown ? <Split key={shown} id={shown} isOpen={page !== null} /> : null
}

const useFound = (id: string) =>
  useQuery({ queryKey: ['page-boxes', id], queryFn: () => engine.call('pages.find', { id }), gcTime: 0 })

function Split({ id, isOpen }: { readonly id: string; readonly isOpen: boolean }) {
  const { t, number, failure } = useWords()
  const { data: found } = useFound(id)
  const { data: original } = useOriginal(id)
  const [own, setOwn] = useState<readonly Box[] | null>(null)
  const [active, setActive] = useState(0)
  // What was cancelled is not kept for the next time.
  useEffect(() => {
    if (!isOpen) return
    setOwn(null)
    setActive(0)
  }, [isOpen])
  const boxes = own ?? found?.boxes ?? []
  const at = Math.min(active, boxes.length - 1)
  const turn = (key: '[' | ']') =>
    found && setOwn(boxes.map((box, index) => (index === at ? (boxByKey(box, key, false, found) ?? box) : box)))
  const split = useMutation({
    mutationFn: () => engine.call('pages.split', { id, boxes: [...boxes] }),
    onSuccess: async ({ added }) => {
      closePage()
      await queryClient.invalidateQueries({ queryKey: proposalsKey })
      toast(t('review.splitDone', { count: added.length, shown: number(added.length) }), { tone: 'good' })
    },
  })
  return (
    <Dialog
      title={t('review.splitTitle')}
      isOpen={isOpen}
      onClose={closePage}
      wide
      actions={
        <>
          <Button onPress={closePage}>{t('common.cancel')}</Button>
          <Button look="primary" isDisabled={boxes.length === 0 || split.isPending} onPress={() => split.mutate()}>
            {t('review.splitInto', { count: boxes.length, shown: number(boxes.length) })}
          </Button>
        </>
      }
    >
      {found && original ? (
        <>
          <PageBoxes
            view={original.original.view}
            page={found}
            boxes={boxes}
            active={at}
            onChange={setOwn}
            onActive={setActive}
          />
          <div className={styles.tools}>
            <Button icon={Plus} onPress={() => setOwn([...boxes, newBox(found)])}>
              {t('review.addBox')}
            </Button>
            {at >= 0 && (
              <>
                <Button icon={Trash2} onPress={() => setOwn(boxes.filter((_, index) => index !== at))}>
                  {t('review.removeBox', { number: at + 1 })}
                </Button>
                <IconButton
                  icon={RotateCcw}
                  label={t('review.turnLeft', { number: at + 1 })}
                  onPress={() => turn('[')}
                />
                <IconButton
                  icon={RotateCw}
                  label={t('review.turnRight', { number: at + 1 })}
                  onPress={() => turn(']')}
                />
              </>
            )}
          </div>
          <p className={styles.keys}>{t('review.boxKeys')}</p>
        </>
      ) : (
        <SkeletonLines widths={[60, 90, 75]} />
      )}
      {split.isError && <p role="alert">{failure(split.error)}</p>}
    </Dialog>
  )
}
