/** Colour space of an ICC profile's device side (ICC.1 §7.2.6): 'RGB ', 'GRAY', 'CMYK'...; empty when it is no profile. */
export const profileSpace = (icc: Buffer): string =>
  icc.length >= 128 && icc.toString('latin1', 36, 40) === 'acsp' ? icc.toString('latin1', 16, 20) : ''

/** Whether a profile describes samples with this many channels of colour. */
export const profileFits = (icc: Buffer, colours: 1 | 3): boolean =>
  profileSpace(icc) === (colours === 1 ? 'GRAY' : 'RGB ')
