import { useEffect, useEffectEvent } from 'react'
import { type Candidate, candidates } from '../../../operations/restore-faces/choices.ts'
import { assetAddress } from '../../../shared/assets.ts'
import type { FoundFace } from '../../../shared/faces.ts'
import type { Recipe } from '../../../shared/recipe.ts'
import { wordsOf } from '../../i18n.ts'
import { useFaceCandidates, useFaces, useSettings } from '../../state/queries.ts'
import { useWords } from '../../state/use-words.ts'
import { assetUrl } from '../../transport/services.ts'
import { Card } from '../../ui/card.tsx'
import { editRecipe } from './editor-store.ts'
import { offerChoices, openFace, useFaceChoice } from './face-store.ts'
import styles from './faces-card.module.css'
import { candidateFor, faceOperation, faceStep, isInside, placeOf, withCandidate } from './faces-in-recipe.ts'
import { ImaginePart } from './imagine-part.tsx'
import type { Session } from './use-session.ts'

/** The faces of the picture: each with its own choice, the scan first. */
export function FacesCard({ session }: { readonly session: Session }) {
  const { t } = useWords()
  const { original, draft } = session
  const isWanted = useSettings().data?.faces === true && faceOperation !== undefined && original.kind === 'image'
  const found = useFaces(original.id, isWanted).data
  const open = useFaceChoice((state) => state.open)
  // The next picture begins with none of its faces open.
  useEffect(() => () => openFace(null), [])
  if (!isWanted || !draft || !found || found.faces.length === 0) return null
  const chosen = open === null ? undefined : found.faces[open]
  return (
    <Card title={t('faces.title')} aside={<span className={styles.count}>{found.faces.length}</span>}>
      <div className={styles.strip}>
        {found.faces.map((face, index) => (
          <FaceButton
            // biome-ignore lint/suspicious/noArrayIndexKey: faces are told by their order
            key={index}
            face={face}
            number={index + 1}
            session={session}
            candidate={candidateFor(draft, placeOf(face, draft, original))}
            isOpen={index === open}
            onPress={() => openFace(index === open ? null : index)}
            onTab={() => open !== null && openFace(index)}
          />
        ))}
      </div>
      {chosen && open !== null && <Choices key={open} session={session} draft={draft} face={chosen} index={open} />}
      {chosen && open !== null && mayBeImagined(chosen) && (
        <ImaginePart key={`imagine-${open}`} id={original.id} face={open} />
      )}
      {!chosen && <p className={styles.help}>{t('faces.help')}</p>}
    </Card>
  )
}

/** Of few pixels above all; but nobody is painted where no face is, and nobody's profile is made up. */
const mayBeImagined = ({ limit }: FoundFace): boolean => limit === null || limit === 'small'

interface FaceButtonProps {
  readonly face: FoundFace
  readonly number: number
  readonly session: Session
  readonly candidate: Candidate
  readonly isOpen: boolean
  readonly onPress: () => void
  /** The keyboard came here from elsewhere. */
  readonly onTab: () => void
}

function FaceButton({ face, number, session: { original }, candidate, isOpen, onPress, onTab }: FaceButtonProps) {
  const { t, language } = useWords()
  const state = face.limit ? t(`faces.limit.${face.limit}`) : candidateWord(candidate, language)
  return (
    <button
      type="button"
      className={styles.face}
      aria-pressed={isOpen}
      aria-label={t('faces.face', { number, state })}
      title={state}
      data-face=""
      data-limit={face.limit ?? undefined}
      data-changed={candidate !== 'original' || undefined}
      onClick={onPress}
      // A click has done so already; it would close what the focus has opened.
      onFocus={(event) => event.currentTarget.matches(':focus-visible') && onTab()}
    >
      <span className={styles.picture} style={cropOf(face, original)} />
    </button>
  )
}

const candidateWord = (candidate: Candidate, language: Parameters<typeof wordsOf>[1]): string =>
  wordsOf(faceOperation?.id ?? '', language)?.params.candidate?.options?.[candidate] ?? candidate

/** A little more than the box, cut out of the picture as the browser has it already. */
const SHOWN = 1.45

function cropOf({ box: [left, top, width, height] }: FoundFace, original: Session['original']) {
  const side = Math.min(SHOWN * Math.max(width, height), original.width, original.height)
  const within = (start: number, length: number) =>
    length <= side ? 0 : (100 * Math.min(length - side, Math.max(0, start))) / (length - side)
  return {
    backgroundImage: `url("${assetUrl(assetAddress('view', original.id))}")`,
    backgroundSize: `${(100 * original.width) / side}% ${(100 * original.height) / side}%`,
    backgroundPosition: `${within(left + (width - side) / 2, original.width)}% ${within(top + (height - side) / 2, original.height)}%`,
  }
}

interface ChoicesProps {
  readonly session: Session
  readonly draft: Recipe
  readonly face: FoundFace
  readonly index: number
}

function Choices({ session: { original }, draft, face, index }: ChoicesProps) {
  const { t, language } = useWords()
  const place = placeOf(face, draft, original)
  const params = faceStep(draft.steps.find(({ operation }) => operation === faceOperation?.id))
  const mayChoose = face.limit === null && isInside(place)
  const made = useFaceCandidates(
    { id: original.id, face: index, strength: params?.strength ?? 1, model: params?.model, detector: params?.detector },
    mayChoose,
  )
  const current = candidateFor(draft, place)
  const assets = new Map(made.data?.candidates.map(({ candidate, asset }) => [candidate, asset]))
  const offered = made.data ? candidates.filter((candidate) => assets.has(candidate)) : candidates
  const pick = (candidate: Candidate) => editRecipe(withCandidate(draft, place, candidate, t('recipe.adjusted')))
  const choose = useEffectEvent(pick)
  const numbered = mayChoose ? offered.join() : ''
  useEffect(() => {
    offerChoices(candidates.filter((each) => numbered.split(',').includes(each)).map((each) => () => choose(each)))
    return () => offerChoices([])
  }, [numbered])
  if (!mayChoose) return <p className={styles.help}>{t(face.limit ? `faces.why.${face.limit}` : 'faces.cropped')}</p>
  return (
    <fieldset className={styles.candidates}>
      <legend className={styles.legend}>{t('faces.choose')}</legend>
      {offered.map((candidate, at) => {
        const asset = assets.get(candidate)
        return (
          <label key={candidate} className={styles.candidate}>
            <input
              type="radio"
              name="face-candidate"
              checked={candidate === current}
              onChange={() => pick(candidate)}
            />
            {asset ? <img src={assetUrl(asset)} alt="" draggable={false} /> : <span className={styles.waiting} />}
            <span className={styles.word}>
              <span className={styles.cap} aria-hidden="true">
                {at + 1}
              </span>
              {candidateWord(candidate, language)}
            </span>
          </label>
        )
      })}
    </fieldset>
  )
}
