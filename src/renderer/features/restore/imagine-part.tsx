import { useQueries } from '@tanstack/react-query'
import { Check, Dices, VenetianMask, X } from 'lucide-react'
import { useId, useState } from 'react'
import { useModels } from '../../state/queries.ts'
import { useWords } from '../../state/use-words.ts'
import { assetUrl, engine } from '../../transport/services.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { toast } from '../../ui/toast-store.ts'
import styles from './imagine-part.module.css'
import { rememberImagined } from './imagined-jobs.ts'
import { type ImaginedFace, imaginedRecipe, shownAtOnce, variantsOn } from './imagined-recipe.ts'

interface ImaginePartProps {
  readonly id: string
  /** Its place among the faces of the picture. */
  readonly face: number
}

/** Strangers who would look like a face when shrunk. Apart from restoring, and only where something can imagine them. */
export function ImaginePart({ id, face }: ImaginePartProps) {
  const { t } = useWords()
  const [page, setPage] = useState<number | null>(null)
  const help = useId()
  const generator = useGenerator()
  if (generator === undefined) return null
  return (
    <section className={styles.part} aria-label={t('imagine.title')}>
      <p id={help} className={styles.warning}>
        {t('imagine.nobody')}
      </p>
      {page !== null && <Gallery key={page} id={id} face={face} model={generator} page={page} />}
      <Button
        look="quiet"
        icon={page === null ? VenetianMask : Dices}
        aria-describedby={help}
        onPress={() => setPage(page === null ? 0 : page + 1)}
      >
        {t(page === null ? 'imagine.title' : 'imagine.others')}
      </Button>
    </section>
  )
}

/** Ours where it is there, else the first that was imported. */
function useGenerator(): string | undefined {
  const known = useModels().data?.models.filter(({ task }) => task === 'imagine-face') ?? []
  if (known.some(({ state }) => state === 'built-in')) return 'auto'
  return known.find(({ state }) => state === 'imported' || state === 'downloaded')?.id
}

interface GalleryProps extends ImaginePartProps {
  readonly model: string
  readonly page: number
}

function Gallery({ id, face, model, page }: GalleryProps) {
  const { t, failure } = useWords()
  const made = useQueries({
    queries: variantsOn(page).map((variant) => ({
      queryKey: ['imagined', id, face, model, variant],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        engine.call('faces.imagine', { id, face, model, variant }, { signal }),
      gcTime: 0,
      staleTime: Number.POSITIVE_INFINITY,
      retry: false,
    })),
  })
  const wrong = made.find(({ error }) => error)?.error
  const isBusy = made.some(({ isFetching }) => isFetching)
  return (
    <>
      <ul className={styles.gallery} aria-busy={isBusy}>
        {made.map(({ data }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they are told by their order
          <li key={index}>
            {data ? <Face id={id} face={data} number={page * shownAtOnce + index + 1} /> : <Waiting />}
          </li>
        ))}
      </ul>
      {wrong ? (
        <p role="alert" className={styles.wrong}>
          {failure(wrong)}
        </p>
      ) : (
        <p role="status" className={styles.help}>
          {t(isBusy ? 'imagine.searching' : 'imagine.choose')}
        </p>
      )}
    </>
  )
}

const Waiting = () => <span className={styles.waiting} />

function Face({
  id,
  face,
  number: place,
}: {
  readonly id: string
  readonly face: ImaginedFace
  readonly number: number
}) {
  const { t, number, failure } = useWords()
  const [isKept, setKept] = useState(false)
  const figure = number(face.error, { maximumSignificantDigits: 2 })
  const verdict = t(face.passes ? 'imagine.passes' : 'imagine.fails')
  return (
    <button
      type="button"
      className={styles.face}
      disabled={isKept}
      aria-label={t('imagine.keep', { number: place, figure, verdict })}
      onClick={() => void keep()}
    >
      <img src={assetUrl(face.asset)} alt="" draggable={false} />
      <span className={styles.badge} data-passes={face.passes || undefined}>
        <Icon of={face.passes ? Check : X} small />
        {figure}
      </span>
      <span className={styles.help}>{isKept ? t('imagine.kept') : verdict}</span>
    </button>
  )

  async function keep(): Promise<void> {
    setKept(true)
    try {
      const wish = { ids: [id], recipe: imaginedRecipe(face), priority: 1, parent: null }
      rememberImagined((await engine.call('jobs.restore', wish)).jobs)
    } catch (error) {
      setKept(false)
      toast(failure(error), { tone: 'bad' })
    }
  }
}
