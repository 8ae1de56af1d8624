import type { RefusalReason } from '../../shared/models.ts'

/** A file that is no ONNX graph, or one that claims what cannot be. `message` goes on after the name of the file. */
export class UnreadableGraph extends Error {
  readonly reason: RefusalReason
  /** The part of the file the sentence speaks of, where it names one. */
  readonly what: string

  constructor(reason: RefusalReason, sentence: string, what = '') {
    super(sentence)
    this.reason = reason
    this.what = what
  }
}
