import i18next from 'i18next'
import { FolderSearch, Scissors, Search } from 'lucide-react'
import { useEffect } from 'react'
import type { Original } from '../../../shared/entities.ts'
import { dateWords } from '../../state/date-words.ts'
import { useHost } from '../../state/queries.ts'
import { failureSentence, useWords, type Words } from '../../state/use-words.ts'
import { host } from '../../transport/services.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { toast } from '../../ui/toast-store.ts'
import { timecode } from '../film/film-time.ts'
import { type FilmLook, useFilmLook } from '../film/use-film.ts'
import { openPage } from '../import/review-store.ts'
import { findMissing, useMissingSearch } from '../library/find-missing.ts'
import styles from './facts-card.module.css'
import { offerActions, screenActions } from './screen-actions.ts'
import type { Session } from './use-session.ts'
import type { Size } from './viewport.ts'

/** What the file says of itself. */
export function FactsCard({ session }: { readonly session: Session }) {
  const words = useWords()
  const { t } = words
  const { original } = session
  const look = useFilmLook({ id: original.id, of: 'original' }, original.kind === 'video')
  const canReveal = useHost().data?.capabilities.reveal === true
  const isLooking = useMissingSearch(({ stop }) => stop !== null)
  const mayReveal = canReveal && !original.missing
  useEffect(() => {
    const reveal = () =>
      void host
        .call('host.reveal', { kind: 'original', id: original.id })
        .catch((error: unknown) => toast(failureSentence(error, i18next.language, i18next.t), { tone: 'bad' }))
    return offerActions({ canReveal: () => mayReveal, reveal })
  }, [mayReveal, original.id])
  return (
    <Card title={t(original.kind === 'video' ? 'facts.titleFilm' : 'facts.title')}>
      <dl className={styles.facts}>
        {factsOf(session, words, look.data).map(([name, value]) => (
          <div key={name} className={styles.fact}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div className={styles.actions}>
        {mayReveal && (
          <Button icon={FolderSearch} onPress={() => screenActions.reveal()}>
            {t('facts.reveal')}
          </Button>
        )}
        {original.missing && (
          <Button icon={Search} isDisabled={isLooking} onPress={() => void findMissing('around')}>
            {t('missing.look')}
          </Button>
        )}
        {original.kind === 'image' && !original.missing && (
          <Button icon={Scissors} onPress={() => openPage(original.id)}>
            {t('facts.split')}
          </Button>
        )}
      </div>
    </Card>
  )
}

/** A print looks sharp with this many dots to the inch. */
const printDots = 300
const centimetres = (pixels: number) => Math.round((pixels / printDots) * 2.54)

function factsOf({ original, version }: Session, words: Words, look: FilmLook | undefined): [string, string][] {
  const { t, bytes, day, language } = words
  return [
    [t('facts.name'), original.name],
    ...(original.kind === 'video' ? ofFilm(original, look, words) : ofPhoto(original, version ?? original, words)),
    [
      t('facts.file'),
      t('facts.fileValue', {
        format: original.format.toUpperCase(),
        size: bytes(original.bytes),
        bits: original.bitDepth,
      }),
    ],
    [t('facts.date'), original.date === null ? t('facts.unknownDate') : dateWords(original.date, language, t)],
    [t('facts.imported'), day(original.importedAt)],
    ...original.facts.filter(({ key }) => key !== 'taken').map((fact) => factLine(fact, t)),
    [t('facts.path'), original.missing ? t('facts.missing', { path: original.path }) : original.path],
  ]
}

function ofPhoto({ width, height }: Original, shown: Size, { t, number }: Words): [string, string][] {
  const megapixels = number((width * height) / 1e6, { maximumSignificantDigits: 2 })
  const paper = { width: centimetres(shown.width), height: centimetres(shown.height) }
  return [
    [t('facts.size'), t('facts.sizeValue', { width, height, megapixels })],
    ...(paper.width > 0 && paper.height > 0
      ? [[t('facts.print'), t('facts.printValue', paper)] as [string, string]]
      : []),
  ]
}

function ofFilm({ width, height }: Original, look: FilmLook | undefined, { t, number }: Words): [string, string][] {
  if (!look) return []
  const rate = number(look.fps, { maximumFractionDigits: 2 })
  return [
    [t('facts.frameSize'), t('facts.frameSizeValue', { width, height, rate })],
    [t('facts.length'), timecode(look.seconds)],
    [t('facts.sound'), look.sounds > 0 ? t('facts.sounds', { count: look.sounds }) : t('facts.noSound')],
  ]
}

const known = ['camera', 'software', 'title', 'comment', 'artist', 'keywords', 'persons', 'place'] as const

/** What the engine read from the file. Of a place it says only that there is one. */
function factLine({ key, value }: { key: string; value: string }, t: Words['t']): [string, string] {
  const name = known.find((each) => each === key)
  return [name ? t(`fact.${name}`) : key, key === 'place' && value === 'yes' ? t('fact.placeKept') : value]
}
