import { FACE_DETECTOR } from '../../operations/support/faces/models.ts'
import type { ModelCard } from '../../shared/model-card.ts'
import type { ModelStore } from '../inference/models.ts'

/** The network that looks for faces: our own, else one the user installed. */
export function detectorOf(models: ModelStore): ModelCard | undefined {
  const cards = models.list()
  return cards.find(({ id }) => id === FACE_DETECTOR) ?? cards.find(({ task }) => task === 'detect-faces')
}

/** What an answer depends on beside the picture. Raised with the way of looking. */
export const WAY = 2
export const stampOf = ({ id, sha256 }: ModelCard): string => `${id} ${sha256} ${WAY}`
