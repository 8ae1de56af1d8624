import sharp from 'sharp'

/** A picture as a file, as Playwright's `setInputFiles` takes it. */
export interface PictureFile {
  readonly name: string
  readonly mimeType: string
  readonly buffer: Buffer
}

/**
 * A small family album, drawn by ourselves and aged: what the README's pictures and the tests show, and the picture to
 * try Daguerre with. Nobody in it ever lived.
 * Scenes are drawn in gray on 720 units of width; ageing gives them paper, grain, tone and fading.
 */
interface Print {
  readonly name: string
  readonly width: number
  readonly height: number
  readonly drawing: string
  /** Paper white and deepest black after fading, 0..255. */
  readonly faded: readonly [white: number, black: number]
  /** Tint of the paper, red green blue relative to gray. */
  readonly tint: readonly [number, number, number]
  /** Seen from the other side: another picture for little drawing. */
  readonly mirrored?: boolean
}

const figure = (x: number, y: number, size: number, coat: string, skirt = false) => `
  <g transform="translate(${x} ${y}) scale(${size})">
    <ellipse cx="0" cy="4" rx="30" ry="5" fill="#000" opacity=".25"/>
    <path d="${skirt ? 'M-22 0 Q-16 -70 -9 -88 L9 -88 Q16 -70 22 0Z' : 'M-15 0 L-11 -62 L-13 -92 Q0 -102 13 -92 L11 -62 L15 0 L3 0 L0 -46 L-3 0Z'}" fill="${coat}"/>
    <path d="M-13 -90 Q-24 -66 -19 -44 M13 -90 Q24 -66 19 -44" stroke="${coat}" stroke-width="7" fill="none" stroke-linecap="round"/>
    <ellipse cx="0" cy="-108" rx="10.5" ry="13" fill="#d9d4cc" stroke="#8b867d" stroke-width="1.5"/>
    <path d="M-12 -112 Q0 -130 12 -112 Q10 -120 0 -121 Q-10 -120 -12 -112Z" fill="#3a3632"/>
  </g>`

const tree = (x: number, y: number, size: number) => `
  <g transform="translate(${x} ${y}) scale(${size})">
    <path d="M-7 0 Q-3 -60 -9 -110 L6 -112 Q4 -60 9 0Z" fill="#3d3a36"/>
    <g fill="#5c5a55"><circle cx="-32" cy="-122" r="38"/><circle cx="30" cy="-128" r="42"/><circle cx="0" cy="-158" r="46"/></g>
    <g fill="#757269"><circle cx="-20" cy="-140" r="24"/><circle cx="22" cy="-150" r="26"/><circle cx="2" cy="-178" r="24"/></g>
  </g>`

const house = (x: number, y: number, size: number) => `
  <g transform="translate(${x} ${y}) scale(${size})">
    <rect x="0" y="-130" width="220" height="130" fill="#cfcbc2"/><path d="M-18 -126 L110 -215 L238 -126Z" fill="#57534e"/>
    <g fill="#2f2d2b"><rect x="24" y="-98" width="34" height="42"/><rect x="92" y="-98" width="34" height="42"/><rect x="162" y="-98" width="34" height="98"/></g>
    <g stroke="#efece6" stroke-width="3"><path d="M41 -98v42M24 -77h34M109 -98v42M92 -77h34"/></g>
    <rect x="158" y="-208" width="22" height="46" fill="#6b6660"/>
  </g>`

const sky = (top: string, bottom: string) => `
  <defs><linearGradient id="s" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${top}"/><stop offset="1" stop-color="${bottom}"/></linearGradient></defs>
  <rect width="720" height="960" fill="url(#s)"/>`

const seaside = `${sky('#a9a8a4', '#e4e2dd')}
  <rect y="270" width="720" height="300" fill="#8f8e8a"/>
  <g stroke="#c9c8c4" stroke-width="3" fill="none">${[290, 312, 340, 372].map((y, i) => `<path d="M0 ${y} q40 -6 80 0 t80 0 t80 0 t80 0 t80 0 t80 0 t80 0 t80 0 t80 0" opacity="${0.9 - i * 0.15}"/>`).join('')}</g>
  <path d="M470 262 l90 0 l-14 24 l-62 0Z M512 262 l0 -92 l44 78Z" fill="#4c4a47"/>
  <path d="M0 400 Q200 376 420 404 T720 396 V560 H0Z" fill="#d3cfc6"/>
  ${figure(250, 500, 1.45, '#2e2c2a')}${figure(330, 506, 1.35, '#b9b5ad', true)}${figure(392, 508, 0.95, '#6d6963', true)}`

const garden = `${sky('#c4c2bd', '#ebe9e4')}
  <path d="M0 380 Q180 340 360 372 T720 356 V560 H0Z" fill="#8c8a83"/>
  ${house(60, 400, 1.25)}${tree(560, 424, 1.5)}${tree(660, 410, 1.1)}
  <path d="M0 430 Q300 404 720 440 V560 H0Z" fill="#a5a29a"/>
  ${figure(380, 500, 1.25, '#43403c', true)}${figure(446, 502, 1.3, '#2b2927')}${figure(500, 506, 0.8, '#d6d2ca', true)}${figure(330, 508, 0.72, '#5d5a54')}`

const portrait = `<rect width="720" height="960" fill="#4f4c48"/>
  <defs><radialGradient id="v" cx=".5" cy=".42" r=".62"><stop offset="0" stop-color="#b8b4ac"/><stop offset="1" stop-color="#57534e"/></radialGradient></defs>
  <ellipse cx="360" cy="450" rx="290" ry="390" fill="url(#v)"/>
  <path d="M120 960 Q130 690 280 640 L360 690 L440 640 Q590 690 600 960Z" fill="#2a2826"/>
  <path d="M300 640 L360 730 L420 640 L360 610Z" fill="#e9e6df"/>
  <path d="M318 560 h84 v70 q-42 40 -84 0Z" fill="#c2bdb4"/>
  <ellipse cx="360" cy="430" rx="122" ry="158" fill="#d8d3ca"/>
  <path d="M232 420 Q220 250 360 244 Q500 250 488 420 Q470 330 420 312 Q340 330 268 318 Q244 350 232 420Z" fill="#34312e"/>
  <g fill="#45413d"><ellipse cx="312" cy="424" rx="17" ry="9"/><ellipse cx="408" cy="424" rx="17" ry="9"/></g>
  <path d="M286 394 q26 -16 52 -2 M382 392 q26 -14 52 2" stroke="#4a4641" stroke-width="8" fill="none" stroke-linecap="round"/>
  <path d="M360 430 q-16 50 -8 66 q8 8 22 2" stroke="#a29d94" stroke-width="6" fill="none"/>
  <path d="M312 536 q48 26 96 0" stroke="#8a6f68" stroke-width="9" fill="none" stroke-linecap="round"/>`

const street = `${sky('#b5b3ae', '#dedcd7')}
  <path d="M0 120 h150 v360 H0Z" fill="#6f6c66"/><path d="M150 170 h120 v310 h-120Z" fill="#9a978f"/>
  <path d="M520 90 h200 v390 h-200Z" fill="#5e5b56"/><path d="M400 200 h120 v280 h-120Z" fill="#aaa79f"/>
  <path d="M318 480 v-250 l28 -90 l28 90 v250Z" fill="#84817a"/>
  ${[20, 64, 108].flatMap((x) => [150, 214, 278, 342].map((y) => `<rect x="${x}" y="${y}" width="24" height="36" fill="#2e2c2a"/>`)).join('')}
  ${[545, 600, 655].flatMap((x) => [126, 194, 262, 330].map((y) => `<rect x="${x}" y="${y}" width="28" height="40" fill="#282624"/>`)).join('')}
  <path d="M0 470 h720 v90 H0Z" fill="#87847d"/><path d="M250 560 L340 470 h40 L470 560Z" fill="#b9b6ae"/>
  ${figure(210, 536, 0.95, '#2a2826')}${figure(470, 540, 1, '#3b3835', true)}`

const bicycle = `${sky('#cac8c3', '#e8e6e1')}
  <path d="M0 380 Q360 350 720 384 V560 H0Z" fill="#9b988f"/>${tree(130, 400, 1.6)}
  <g fill="none" stroke="#26241f" stroke-width="7"><circle cx="300" cy="440" r="68"/><circle cx="500" cy="440" r="68"/><path d="M300 440 L360 350 L470 350 L400 440 Z M470 350 L500 440 M360 350 L350 330 h-24 M470 350 l-8 -36 h34" stroke-linejoin="round"/></g>
  ${figure(590, 506, 1.5, '#312f2c')}`

const prints: readonly Print[] = [
  {
    name: 'At the sea, summer 1951.jpg',
    width: 1080,
    height: 810,
    drawing: seaside,
    faded: [214, 74],
    tint: [1.05, 1, 0.84],
  },
  { name: 'Grandmother.jpg', width: 720, height: 960, drawing: portrait, faded: [206, 62], tint: [1.07, 1, 0.82] },
  { name: 'The garden.jpg', width: 1040, height: 780, drawing: garden, faded: [222, 88], tint: [1.02, 1, 0.93] },
  { name: 'Church street.jpg', width: 960, height: 720, drawing: street, faded: [236, 40], tint: [1, 1, 1] },
  { name: 'The bicycle.jpg', width: 900, height: 675, drawing: bicycle, faded: [198, 96], tint: [1.06, 1, 0.86] },
]

const alsoNames = ['The other shore', 'Grandmother, young', 'Behind the house', 'Market day', 'Spring']
const more: readonly Print[] = prints.map((print, i) => ({
  ...print,
  name: `${alsoNames[i] ?? 'Print'}.jpg`,
  faded: [print.faded[0] - 14, print.faded[1] + (i % 2 === 0 ? 18 : -24)],
  tint: i % 2 === 0 ? [1, 1, 0.97] : [1.04, 1, 0.88],
  mirrored: true,
}))

const grain = (
  width: number,
  height: number,
) => `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
  <filter id="g" x="0" y="0" width="100%" height="100%"><feTurbulence type="fractalNoise" baseFrequency=".7" numOctaves="2" seed="4"/>
  <feColorMatrix values=".33 .33 .33 0 0 .33 .33 .33 0 0 .33 .33 .33 0 0 0 0 0 0 1"/></filter>
  <rect width="100%" height="100%" filter="url(#g)"/></svg>`

async function age({ name, width, height, drawing, faded, tint, mirrored = false }: Print): Promise<PictureFile> {
  const tall = (720 * height) / width
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 720 ${tall}">${drawing}</svg>`
  const [white, black] = faded
  const slope = (white - black) / 255
  const buffer = await sharp(Buffer.from(svg))
    .flop(mirrored)
    .blur(0.9)
    .composite([{ input: Buffer.from(grain(width, height)), blend: 'soft-light' }])
    .removeAlpha()
    .linear(
      tint.map((part) => slope * part),
      tint.map((part) => black * part),
    )
    .jpeg({ quality: 93, chromaSubsampling: '4:4:4' })
    .toBuffer()
  return { name, mimeType: 'image/jpeg', buffer }
}

export const familyAlbum = (): Promise<PictureFile[]> => Promise.all([...prints, ...more].map(age))
