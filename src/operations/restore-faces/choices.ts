import { z } from 'zod'
import { type Face, sizeOf } from '../support/faces/face.ts'

/** What may stand where a face is. The scan comes first: it is the only one that is certainly the person. */
export const candidates = ['original', 'gentle', 'strong', 'classical'] as const
export type Candidate = (typeof candidates)[number]

/** What the family chose for one face. */
export const choice = z.strictObject({
  /** Middle of its box, as fractions of the picture's width and height, after turning and cropping. */
  x: z.number().min(0).max(1),
  y: z.number().min(0).max(1),
  /** Geometric mean of the box's sides, as a fraction of the picture's longer side. */
  size: z.number().min(0).max(2),
  candidate: z.enum(candidates),
  strength: z.number().min(0).max(1).optional(),
})
export type Choice = z.output<typeof choice>

/** What is done with one face. */
export interface Plan {
  readonly candidate: Candidate
  readonly strength: number
}

interface Size {
  readonly width: number
  readonly height: number
}

/**
 * The choice that was made for a face: the nearest whose middle lies within half of the face, of about its size. Faces
 * are found anew whenever a recipe runs, so they are told by their place.
 */
export function planFor(
  face: Pick<Face, 'left' | 'top' | 'width' | 'height'>,
  frame: Size,
  choices: readonly Choice[],
  usual: Plan,
): Plan {
  const size = sizeOf(face)
  const [x, y] = [face.left + face.width / 2, face.top + face.height / 2]
  const near = choices
    .map((one) => ({ one, away: Math.hypot(one.x * frame.width - x, one.y * frame.height - y) }))
    .filter(({ one, away }) => {
      const ratio = (one.size * Math.max(frame.width, frame.height)) / size
      return away < size / 2 && ratio > 0.5 && ratio < 2
    })
    .toSorted((a, b) => a.away - b.away)[0]?.one
  return near ? { candidate: near.candidate, strength: near.strength ?? usual.strength } : usual
}
