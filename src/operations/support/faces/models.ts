/** Finds faces. Input: light (BT.601 weights of encoded values); output: cells, see detectors.ts. */
export const FACE_DETECTOR = 'face-detect'
/** Sharpens an aligned face. Input and output: RGB, a square of 256. */
export const FACE_SHARPENER = 'face-sharpen'
/** Imagines faces: a gradient graph over latents, see imagine-face/generator.ts. */
export const FACE_GENERATOR = 'face-generator'

/** Waits for weights: say true when they are in models/. */
export const shipped = { detector: true, sharpener: true, generator: false }
