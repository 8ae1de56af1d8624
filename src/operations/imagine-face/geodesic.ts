/** A latent of a generator: `layers` rows of `width` numbers, row by row. */
export interface Shape {
  readonly layers: number
  readonly width: number
  /** How many of the rows, the last ones, are noise: they move on their spheres, but nothing draws them together. */
  readonly noise?: number | undefined
}

/** Rows that say what the face is like. */
export const styled = ({ layers, noise = 0 }: Shape): number => layers - noise

export interface Term {
  readonly value: number
  /** Of the latent's length. */
  readonly gradient: Float32Array
}

/** Keeps roots from being taken of nothing, where a layer is compared with itself. */
const LEAST = 1e-9

/**
 * How far the layers of a latent are from each other along great circles (GEOCROSS of PULSE, Menon et al. 2020): the mean
 * over all pairs of (2 atan2(|a - b|, |a + b|))^2, times width / 8. A latent whose layers agree makes a plainer face.
 *
 * In closed form: exported with a network's gradient this term gives no numbers where a layer meets itself.
 */
export function geodesic(latent: Float32Array, shape: Shape): Term {
  const [layers, { width }] = [styled(shape), shape]
  const gradient = new Float32Array(latent.length)
  const scale = width / 8 / layers ** 2
  let sum = 0
  for (let i = 0; i < layers; i++)
    for (let j = i + 1; j < layers; j++) {
      const [apart, joint] = distances(latent, i * width, j * width, width)
      const angle = 2 * Math.atan2(apart, joint)
      // Each pair is counted twice, as (i, j) and as (j, i).
      sum += 2 * angle * angle
      const square = apart * apart + joint * joint
      const [away, towards] = [(8 * angle * joint) / (square * apart), (8 * angle * apart) / (square * joint)]
      for (let k = 0; k < width; k++) {
        const [a, b] = [latent[i * width + k] as number, latent[j * width + k] as number]
        const [difference, total] = [away * (a - b), towards * (a + b)]
        gradient[i * width + k] = (gradient[i * width + k] as number) + scale * (difference - total)
        gradient[j * width + k] = (gradient[j * width + k] as number) - scale * (difference + total)
      }
    }
  return { value: sum * scale, gradient }
}

function distances(latent: Float32Array, i: number, j: number, width: number): [apart: number, joint: number] {
  let [apart, joint] = [LEAST, LEAST]
  for (let k = 0; k < width; k++) {
    const [a, b] = [latent[i + k] as number, latent[j + k] as number]
    apart += (a - b) ** 2
    joint += (a + b) ** 2
  }
  return [Math.sqrt(apart), Math.sqrt(joint)]
}
