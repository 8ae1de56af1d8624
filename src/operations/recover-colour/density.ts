/** Below this a scanner sees nothing but its own noise. */
const LEAST = 1e-4

/** Optical density of an encoded sRGB sample: 0 for white, 1 for a tenth of its light. */
export const densityOf = (value: number): number => -Math.log10(Math.max(LEAST, linear(value)))

/** Encoded sRGB sample of a density; above 1 for densities below 0. */
export const sampleOf = (density: number): number => encoded(10 ** -density)

const linear = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
const encoded = (value: number) => (value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055)
