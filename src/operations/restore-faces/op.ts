import { z } from 'zod'
import { defineOperation } from '../define.ts'
import { FACE_DETECTOR, FACE_SHARPENER, shipped } from '../support/faces/models.ts'
import { type Candidate, candidates, choice } from './choices.ts'

const modelName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]*$/)
  .default('auto')
  .meta({ control: 'hidden' })

const needsNetwork = (candidate: Candidate) => candidate === 'gentle' || candidate === 'strong'

export default defineOperation({
  id: 'restore-faces',
  version: 1,
  stage: 'faces',
  params: z.strictObject({
    candidate: z
      .enum(candidates)
      .default(shipped.sharpener ? 'gentle' : 'classical')
      .meta({ control: 'choice' }),
    strength: z.number().min(0).max(1).default(0.7).meta({ control: 'slider', step: 0.05 }),
    faces: z.array(choice).max(500).default([]).meta({ control: 'hidden' }),
    /** A face restorer of others, by its id. */
    model: modelName,
    /** YuNet in place of our own detector, by its id. */
    detector: modelName,
  }),
  models: [...(shipped.detector ? [FACE_DETECTOR] : []), ...(shipped.sharpener ? [FACE_SHARPENER] : [])],
  modelsFor: ({ candidate, strength, faces, model, detector }) => {
    const wanted = [candidate, ...faces.map((face) => face.candidate)]
    const works = strength > 0 || faces.some((face) => (face.strength ?? 0) > 0)
    if (!works || wanted.every((one) => one === 'original')) return []
    const finder = detector === 'auto' ? FACE_DETECTOR : detector
    return wanted.some(needsNetwork) ? [finder, model === 'auto' ? FACE_SHARPENER : model] : [finder]
  },
  accepts: ['restore-faces', 'detect-faces'],
  tiling: 'whole-image',
  appliesTo: ['image'],
  invention: 'map',
  neural: true,
  // Users meet it when a detector is there: then the classical candidate works, and networks of others do.
  released: shipped.detector,
})
