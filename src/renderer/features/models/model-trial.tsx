import { useQuery } from '@tanstack/react-query'
import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import type { ModelEntry } from '../../../shared/models.ts'
import type { RecipeStep } from '../../../shared/recipe.ts'
import { listOptions, useOriginalIfOpen } from '../../state/queries.ts'
import { useWords } from '../../state/use-words.ts'
import { assetUrl, engine } from '../../transport/services.ts'
import { Button } from '../../ui/button.tsx'
import styles from './model-trial.module.css'
import { nameOf } from './model-words.ts'
import { type Trial, trialOf } from './trial-step.ts'

/** What a model does to a photo of the user's own, beside what it was; made when it is asked for. */
export function ModelTrial({ model }: { readonly model: ModelEntry }) {
  const { t, language } = useWords()
  const [shown, setShown] = useState(false)
  const photo = usePhoto()
  const trial = trialOf(model)
  if (!trial || !photo) return null
  const name = nameOf(model, language)
  return (
    <div className={styles.trial}>
      <Button
        look="quiet"
        icon={shown ? EyeOff : Eye}
        onPress={() => setShown(!shown)}
        aria-label={t(shown ? 'models.hideName' : 'models.showName', { name })}
      >
        {t(shown ? 'models.hide' : 'models.show')}
      </Button>
      {shown && <BeforeAfter photo={photo} trial={trial} name={name} />}
    </div>
  )
}

interface Photo {
  readonly id: string
  readonly name: string
}

/** The open photo, else the one added last. */
function usePhoto(): Photo | undefined {
  const open = useOriginalIfOpen().data?.original
  const newest = useQuery(
    listOptions({ text: '', shelf: 'all', order: 'imported', filters: { kind: 'image' }, offset: 0, limit: 1 }),
  )
  return [open, newest.data?.items[0]].find((photo) => photo?.kind === 'image' && !photo.missing)
}

interface BeforeAfterProps {
  readonly photo: Photo
  readonly trial: Trial
  readonly name: string
}

function BeforeAfter({ photo, trial, name }: BeforeAfterProps) {
  const { t, failure, number } = useWords()
  const before = useMade(photo, trial.whole, [])
  const after = useMade(photo, trial.whole, [trial.step])
  const wrong = before.error ?? after.error
  if (wrong)
    return (
      <p role="alert" className={styles.wrong}>
        {failure(wrong)}
      </p>
    )
  const seconds = number(after.data?.seconds ?? 0, { maximumFractionDigits: 1 })
  return (
    <figure className={styles.pair}>
      <Half asset={before.data?.asset} word={t('models.before')} alt={t('models.beforeAlt', { name: photo.name })} />
      <Half
        asset={after.data?.asset}
        word={t('models.after')}
        alt={t('models.afterAlt', { name: photo.name, model: name })}
      />
      <figcaption className={styles.caption}>
        <span role="status">
          {after.data ? t('models.shownOn', { name: photo.name, seconds }) : t('models.showing')}
        </span>
      </figcaption>
    </figure>
  )
}

function Half({
  asset,
  word,
  alt,
}: {
  readonly asset: string | undefined
  readonly word: string
  readonly alt: string
}) {
  return (
    <span className={styles.half}>
      <span className={styles.picture}>{asset && <img src={assetUrl(asset)} alt={alt} draggable={false} />}</span>
      <span className={styles.word}>{word}</span>
    </span>
  )
}

/** Pixels of the scan along each side of a part, and along the longer side of a whole picture. */
const PART = 128
const SIDE = 256
const EVERYTHING = { left: 0, top: 0, width: 1, height: 1 }

function useMade(photo: Photo, whole: boolean, steps: readonly RecipeStep[]) {
  const part = useQuery({
    queryKey: ['trial-part', photo.id],
    queryFn: () => engine.call('photo.detail', { id: photo.id, side: PART }),
    enabled: !whole,
    retry: false,
  })
  const region = whole ? EVERYTHING : part.data?.region
  const recipe = { version: 1 as const, name: '', steps: [...steps] }
  const made = useQuery({
    queryKey: ['trial', photo.id, region, recipe],
    queryFn: ({ signal }) => {
      const input = { id: photo.id, recipe, region: region as Region, ...(whole ? { side: SIDE } : {}) }
      return engine.call('photo.preview', input, { signal })
    },
    enabled: region !== undefined,
    gcTime: 15_000,
    retry: false,
  })
  return { data: made.data, error: part.error ?? made.error }
}

type Region = typeof EVERYTHING
