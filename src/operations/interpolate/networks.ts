/** Both frames, the motion that was found and the moment to better motion, a share and what to add: of ours. */
export const INTERPOLATOR = 'interpolate'
/** Waits for weights: say true when they are in models/. */
export const shipped = false
