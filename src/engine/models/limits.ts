import { limits as graphLimits } from '../onnx/limits.ts'

/** What a model file may claim, beside what the graph inside it may. */
export const limits = {
  ...graphLimits,
  /** A whole file: the largest of the catalog is a third of this. */
  fileBytes: 1_200_000_000,
  /** The part of a file that describes it: a pickle, a header, a param file. */
  headerBytes: 16_000_000,
} as const
