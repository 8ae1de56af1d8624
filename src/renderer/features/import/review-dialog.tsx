import { Check } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import type { OriginalSummary } from '../../../shared/entities.ts'
import { queryClient } from '../../state/queries.ts'
import { useWords } from '../../state/use-words.ts'
import { assetUrl, engine } from '../../transport/services.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import { toast } from '../../ui/toast-store.ts'
import { askToRemove } from '../library/remove-store.ts'
import { lesserOf } from './lesser.ts'
import styles from './review.module.css'
import { closeReview, openPage, proposalsKey, useProposals, useReview } from './review-store.ts'

const refresh = () => queryClient.invalidateQueries({ queryKey: proposalsKey })

/** Suggestions after an import. Each is done by a click of its own; leaving them alone is as good. */
export function ReviewDialog() {
  const { t } = useWords()
  const ids = useReview((state) => state.ids)
  const [shown, setShown] = useState<readonly string[]>([])
  useEffect(() => {
    if (ids) setShown(ids)
  }, [ids])
  const { data } = useProposals(shown)
  const isEmpty = data && data.pairs.length + data.alike.length + data.pages.length === 0
  return (
    <Dialog
      title={t('review.title')}
      isOpen={ids !== null}
      onClose={closeReview}
      wide
      actions={
        <Button look="primary" onPress={closeReview}>
          {t('common.done')}
        </Button>
      }
    >
      {!data ? (
        <SkeletonLines widths={[60, 90, 75]} />
      ) : (
        <>
          {isEmpty && (
            <p className={styles.done}>
              <Check size={16} aria-hidden="true" /> {t('review.nothing')}
            </p>
          )}
          <Pages of={data.pages} />
          <Pairs of={data.pairs} />
          <Alike of={data.alike} />
        </>
      )}
    </Dialog>
  )
}

type Proposals = NonNullable<ReturnType<typeof useProposals>['data']>

function Pages({ of: pages }: { readonly of: Proposals['pages'] }) {
  const { t, number } = useWords()
  if (pages.length === 0) return null
  return (
    <Part title={t('review.pages')} help={t('review.pagesHelp')}>
      {pages.map(({ page, photos }) => (
        <Suggestion
          key={page.id}
          pictures={[page]}
          words={t('review.page', { name: page.name, count: photos, shown: number(photos) })}
        >
          <Button onPress={() => openPage(page.id)}>{t('review.split')}</Button>
        </Suggestion>
      ))}
    </Part>
  )
}

function Pairs({ of: pairs }: { readonly of: Proposals['pairs'] }) {
  const { t, failure } = useWords()
  if (pairs.length === 0) return null
  const join = async (some: Proposals['pairs']) => {
    try {
      for (const { front, back } of some) await engine.call('pairs.join', { front: front.id, back: back.id })
    } catch (error) {
      toast(failure(error), { tone: 'bad' })
    }
    await refresh()
  }
  return (
    <Part
      title={t('review.pairs')}
      help={t('review.pairsHelp')}
      action={
        pairs.length > 1 && (
          <Button onPress={() => void join(pairs)}>{t('review.joinAll', { count: pairs.length })}</Button>
        )
      }
    >
      {pairs.map((pair) => (
        <Suggestion
          key={pair.back.id}
          pictures={[pair.front, pair.back]}
          words={t('review.pair', { front: pair.front.name, back: pair.back.name })}
        >
          <Button onPress={() => void join([pair])}>{t('review.join')}</Button>
        </Suggestion>
      ))}
    </Part>
  )
}

const sizeOf = ({ width, height }: OriginalSummary) => `${width} × ${height}`

function Alike({ of: alike }: { readonly of: Proposals['alike'] }) {
  const { t } = useWords()
  if (alike.length === 0) return null
  return (
    <Part title={t('review.alike')} help={t('review.alikeHelp')}>
      {alike.map(({ picture, like }) => {
        const lesser = lesserOf(picture, like)
        return (
          <Suggestion
            key={picture.id}
            pictures={[picture, like]}
            words={t('review.like', { name: picture.name, other: like.name })}
            detail={t('review.sizes', { first: sizeOf(picture), second: sizeOf(like) })}
          >
            <Button look="quiet" onPress={() => askToRemove([(lesser ?? picture).id])}>
              {t(lesser ? 'review.removeSmaller' : 'review.removeFirst')}
            </Button>
          </Suggestion>
        )
      })}
    </Part>
  )
}

interface PartProps {
  readonly title: string
  readonly help: string
  readonly action?: ReactNode
  readonly children: ReactNode
}

function Part({ title, help, action, children }: PartProps) {
  return (
    <section className={styles.part}>
      <header className={styles.head}>
        <div>
          <h3>{title}</h3>
          <p>{help}</p>
        </div>
        {action}
      </header>
      <ul className={styles.list}>{children}</ul>
    </section>
  )
}

interface SuggestionProps {
  readonly pictures: readonly OriginalSummary[]
  readonly words: string
  readonly detail?: string
  readonly children: ReactNode
}

function Suggestion({ pictures, words, detail, children }: SuggestionProps) {
  return (
    <li className={styles.suggestion}>
      <span className={styles.thumbs}>
        {pictures.map(({ id, thumb }) => (
          <img key={id} src={assetUrl(thumb)} alt="" />
        ))}
      </span>
      <span className={styles.words}>
        {words}
        {detail && <small>{detail}</small>}
      </span>
      {children}
    </li>
  )
}
