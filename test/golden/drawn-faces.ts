import sharp from 'sharp'

/** How a drawn face looks. Lengths are parts of the head's width, 200 units. */
export interface DrawnFace {
  readonly skin: string
  readonly hair: string
  readonly background: string
  /** Round cheeks, a high forehead and eyes far down. */
  readonly child?: boolean
  readonly glasses?: boolean
  /** Of cloth, over mouth and nose. */
  readonly mask?: boolean
  readonly profile?: boolean
}

const light = { skin: '#e9bf9f', hair: '#5a3a22', background: '#7d8a92' }
const dark = { skin: '#5b3a29', hair: '#15100d', background: '#8b8f84' }

export const drawnFaces = {
  light,
  dark,
  darkest: { skin: '#3a241a', hair: '#0c0908', background: '#a4a79f' },
  child: { ...light, hair: '#a9773c', child: true },
  glasses: { ...light, glasses: true },
  darkGlasses: { ...dark, glasses: true },
  mask: { ...light, mask: true },
  profile: { ...light, profile: true },
} satisfies Record<string, DrawnFace>
export type DrawnName = keyof typeof drawnFaces

/** Where eyes, tip of the nose and corners of the mouth are drawn, in a square of 400. */
export const drawnPoints = (face: DrawnFace): readonly (readonly [x: number, y: number])[] => {
  const eyes = face.child ? 208 : 190
  return [
    [162, eyes],
    [238, eyes],
    [200, eyes + 47],
    [170, eyes + 82],
    [230, eyes + 82],
  ]
}

function frontal(face: DrawnFace): string {
  const [[, eyes] = [0, 190]] = drawnPoints(face)
  const eye = (x: number) => `
    <ellipse cx="${x}" cy="${eyes}" rx="17" ry="8.5" fill="#f4efe8"/>
    <circle cx="${x}" cy="${eyes}" r="8" fill="#4a3423"/><circle cx="${x}" cy="${eyes}" r="4" fill="#0b0908"/>
    <circle cx="${x - 2}" cy="${eyes - 3}" r="1.6" fill="#fff"/>
    <path d="M${x - 19} ${eyes - 1} Q${x} ${eyes - 15} ${x + 19} ${eyes - 1}" fill="none" stroke="#1c120d" stroke-width="3"/>
    <path d="M${x - 22} ${eyes - 22} Q${x} ${eyes - 33} ${x + 22} ${eyes - 22}" fill="none" stroke="${face.hair}" stroke-width="7"/>
    <ellipse cx="${x}" cy="${eyes}" rx="30" ry="20" fill="#000" opacity="0.12"/>`
  const nose = `<path d="M193 ${eyes + 8} Q188 ${eyes + 38} 182 ${eyes + 46} Q200 ${eyes + 60} 218 ${eyes + 46} Q212 ${eyes + 38} 207 ${eyes + 8}" fill="#000" opacity="0.13"/>
    <ellipse cx="190" cy="${eyes + 51}" rx="5" ry="3" fill="#000" opacity="0.5"/><ellipse cx="210" cy="${eyes + 51}" rx="5" ry="3" fill="#000" opacity="0.5"/>`
  const mouth = `<path d="M170 ${eyes + 82} Q185 ${eyes + 74} 200 ${eyes + 78} Q215 ${eyes + 74} 230 ${eyes + 82} Q200 ${eyes + 103} 170 ${eyes + 82}Z" fill="#8f3d3a"/>
    <path d="M170 ${eyes + 82} Q200 ${eyes + 88} 230 ${eyes + 82}" fill="none" stroke="#3d1513" stroke-width="2.5"/>`
  const glasses = `<g fill="none" stroke="#111" stroke-width="6"><rect x="132" y="${eyes - 21}" width="58" height="42" rx="16"/>
    <rect x="210" y="${eyes - 21}" width="58" height="42" rx="16"/><path d="M190 ${eyes - 4} H210 M132 ${eyes - 4} L106 ${eyes - 10} M268 ${eyes - 4} L294 ${eyes - 10}"/></g>`
  const cloth = `<path d="M112 ${eyes + 28} Q200 ${eyes + 6} 288 ${eyes + 28} Q284 ${eyes + 108} 200 ${eyes + 122} Q116 ${eyes + 108} 112 ${eyes + 28}Z" fill="#cfdfe6"/>`
  const head = face.child
    ? 'M200 78 C270 78 302 140 296 210 C292 276 246 316 200 316 C154 316 108 276 104 210 C98 140 130 78 200 78Z'
    : 'M200 82 C268 82 298 140 292 205 C288 262 250 322 200 322 C150 322 112 262 108 205 C102 140 132 82 200 82Z'
  return `<ellipse cx="200" cy="170" rx="112" ry="118" fill="${face.hair}"/>
    <path d="M150 290 L150 400 L250 400 L250 290Z" fill="${face.skin}"/>
    <path d="M40 400 Q60 350 150 340 Q200 372 250 340 Q340 350 360 400Z" fill="#34404c"/>
    <path d="${head}" fill="${face.skin}"/><path d="${head}" fill="url(#shade)"/>
    <path d="M104 190 Q100 92 200 84 Q300 92 296 190 Q276 124 200 122 Q124 124 104 190Z" fill="${face.hair}"/>
    ${eye(162)}${eye(238)}${nose}${mouth}${face.glasses ? glasses : ''}${face.mask ? cloth : ''}`
}

const side = ({ skin, hair }: DrawnFace): string => `
  <ellipse cx="222" cy="168" rx="104" ry="104" fill="${hair}"/>
  <path d="M150 90 C128 120 126 150 128 172 L104 226 Q106 236 126 236 L120 258 L128 266 L122 278 Q130 318 190 314 L214 400 L300 400 L270 250 C300 180 280 90 200 84Z" fill="${skin}"/>
  <path d="M136 182 L160 176 L158 190Z" fill="#f4efe8"/><circle cx="144" cy="183" r="5" fill="#2a1b12"/>
  <path d="M132 162 L166 158" stroke="${hair}" stroke-width="7"/><path d="M122 264 L150 262" stroke="#6b2f2b" stroke-width="4"/>
  <ellipse cx="236" cy="206" rx="16" ry="26" fill="#000" opacity="0.2"/>`

const drawing = (
  face: DrawnFace,
): string => `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400" viewBox="0 0 400 400">
  <defs><radialGradient id="shade" cx="0.4" cy="0.4" r="0.75"><stop offset="0.4" stop-color="#fff" stop-opacity="0.08"/>
  <stop offset="1" stop-color="#000" stop-opacity="0.4"/></radialGradient></defs>
  <rect width="400" height="400" fill="${face.background}"/>${face.profile ? side(face) : frontal(face)}</svg>`

/** A face of our own drawing as PNG: nobody's, and so much like one that a finder can be tried on it. */
export const drawnFace = (face: DrawnFace, pixels = 400): Promise<Buffer> =>
  sharp(Buffer.from(drawing(face)))
    .resize(pixels, pixels)
    .blur(0.6 + pixels / 500)
    .removeAlpha()
    .png()
    .toBuffer()

/** Six by four of them, all kinds but profiles, as people stand for a photograph. */
export async function drawnCrowd(pixels = 120): Promise<{ readonly picture: Buffer; readonly faces: number }> {
  const kinds = [
    drawnFaces.light,
    drawnFaces.dark,
    drawnFaces.child,
    drawnFaces.glasses,
    drawnFaces.darkest,
    drawnFaces.darkGlasses,
  ]
  const rows = 4
  const tiles = await Promise.all(
    Array.from({ length: rows * kinds.length }, async (_, i) => ({
      input: await drawnFace({ ...(kinds[(i * 5) % kinds.length] as DrawnFace), background: '#8d8d86' }, pixels),
      left: (i % kinds.length) * pixels,
      top: Math.floor(i / kinds.length) * pixels,
    })),
  )
  const picture = await sharp({
    create: { width: kinds.length * pixels, height: rows * pixels, channels: 3, background: '#8d8d86' },
  })
    .composite(tiles)
    .png()
    .toBuffer()
  return { picture, faces: tiles.length }
}

/** The same as if painted: strokes as wide as a finger, few colours, canvas. */
export const paintedFace = async (face: DrawnFace): Promise<Buffer> =>
  sharp(await drawnFace(face))
    .median(11)
    .modulate({ saturation: 1.4 })
    .linear(1.15, -12)
    .png()
    .toBuffer()
