/** Why a model file is not taken. Each has a sentence: `modelRefusal.<reason>`. */
export const refusalReasons = [
  'truncated',
  'corrupt',
  'unknown-format',
  'too-large',
  'absurd-size',
  'runs-code',
  'external-data',
  'custom-operator',
  'unknown-architecture',
  'unsupported-variant',
  'wrong-contract',
  'partner-missing',
  'does-not-run',
] as const
export type RefusalReason = (typeof refusalReasons)[number]
