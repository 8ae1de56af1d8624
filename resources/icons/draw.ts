/**
 * Draws the icon and writes it in every form the systems want: `npx node resources/icons/draw.ts`. The results are
 * committed, because the drawing rarely changes and packing should not depend on it.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'

const here = import.meta.dirname
const linuxSizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024]
const windowsSizes = [16, 24, 32, 48, 64, 128, 256]
/** Types of Apple's container that hold PNG, by side in pixels. */
const appleTypes: readonly [string, number][] = [
  ['icp4', 16],
  ['icp5', 32],
  ['icp6', 64],
  ['ic07', 128],
  ['ic08', 256],
  ['ic09', 512],
  ['ic10', 1024],
]

const middle = 512
const glass = 290
/** Corners of the opening are this far from the middle. */
const opening = 168

/** One of six blades: it lies between the lengthened sides of the opening, so that the turned copies meet exactly. */
function blade(): string {
  const corner = (at: number) => {
    const angle = (at * Math.PI) / 3
    return { x: middle + opening * Math.cos(angle), y: middle + opening * Math.sin(angle) }
  }
  // A side lengthened beyond its second corner meets the rim here: both are chords of the same circle.
  const rim = (at: number) => {
    const [from, to] = [corner(at - 1), corner(at)]
    const beyond = Math.sqrt(glass ** 2 - 0.75 * opening ** 2) - opening / 2
    const step = beyond / opening
    return { x: to.x + (to.x - from.x) * step, y: to.y + (to.y - from.y) * step }
  }
  const [start, first, second] = [corner(0), rim(0), rim(1)].map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`)
  return `M${start} L${first} A${glass} ${glass} 0 0 1 ${second} Z`
}

/** A silver plate seen through a lens: brass ring, six blades of an iris, in a leather case with rounded corners. */
function drawing(): string {
  const blades = Array.from({ length: 6 }, (_, at) => `<use href="#blade" transform="rotate(${at * 60} 512 512)"/>`)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1024 1024">
  <title>Daguerre</title>
  <defs>
    <linearGradient id="leather" x1="0" y1="0" x2="0" y2="1">
      <stop offset="0" stop-color="#3a322b"/><stop offset="1" stop-color="#171412"/>
    </linearGradient>
    <linearGradient id="brass" x1="0" y1="0" x2="1" y2="1">
      <stop offset="0" stop-color="#ffe2a8"/><stop offset="0.45" stop-color="#e8a33d"/>
      <stop offset="1" stop-color="#8a5413"/>
    </linearGradient>
    <radialGradient id="silver" cx="0.44" cy="0.42" r="0.42">
      <stop offset="0" stop-color="#fbfaf7"/><stop offset="0.6" stop-color="#c6cbce"/>
      <stop offset="1" stop-color="#767e84"/>
    </radialGradient>
    <linearGradient id="steel" x1="1" y1="0" x2="0" y2="1">
      <stop offset="0" stop-color="#1f1c19"/><stop offset="1" stop-color="#57514a"/>
    </linearGradient>
    <path id="blade" d="${blade()}" fill="url(#steel)" stroke="#0f0d0c" stroke-width="10" stroke-linejoin="round"/>
  </defs>
  <rect x="32" y="32" width="960" height="960" rx="214" fill="url(#leather)"/>
  <rect x="52" y="52" width="920" height="920" rx="196" fill="none" stroke="#6b5a48" stroke-width="8" opacity="0.6"/>
  <circle cx="512" cy="512" r="372" fill="#0f0d0c"/>
  <circle cx="512" cy="512" r="326" fill="none" stroke="url(#brass)" stroke-width="76"/>
  <circle cx="512" cy="512" r="${glass}" fill="url(#silver)"/>
  ${blades.join('\n  ')}
  <circle cx="512" cy="512" r="${glass - 4}" fill="none" stroke="#0f0d0c" stroke-width="12"/>
</svg>
`
}

interface Png {
  readonly side: number
  readonly bytes: Buffer
}

/** Windows: a directory of PNGs. A side of 256 is written as 0. */
function ico(images: readonly Png[]): Buffer {
  const head = Buffer.alloc(6 + 16 * images.length)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(images.length, 4)
  let offset = head.length
  for (const [at, { side, bytes }] of images.entries()) {
    const entry = 6 + 16 * at
    head.writeUInt8(side % 256, entry)
    head.writeUInt8(side % 256, entry + 1)
    head.writeUInt16LE(1, entry + 4)
    head.writeUInt16LE(32, entry + 6)
    head.writeUInt32LE(bytes.length, entry + 8)
    head.writeUInt32LE(offset, entry + 12)
    offset += bytes.length
  }
  return Buffer.concat([head, ...images.map(({ bytes }) => bytes)])
}

/** Apple: four letters and a length before each PNG, and before the whole. */
function icns(images: readonly (Png & { type: string })[]): Buffer {
  const chunk = (type: string, body: Buffer) => {
    const head = Buffer.from(`${type}\0\0\0\0`, 'latin1')
    head.writeUInt32BE(8 + body.length, 4)
    return Buffer.concat([head, body])
  }
  return chunk('icns', Buffer.concat(images.map(({ type, bytes }) => chunk(type, bytes))))
}

const svg = Buffer.from(drawing())
const png = async (side: number): Promise<Png> => ({
  side,
  bytes: await sharp(svg, { density: 288 })
    .resize(side, side)
    .png({ compressionLevel: 9, palette: side > 256 })
    .toBuffer(),
})

mkdirSync(here, { recursive: true })
writeFileSync(join(here, 'icon.svg'), svg)
for (const side of linuxSizes) writeFileSync(join(here, `${side}x${side}.png`), (await png(side)).bytes)
writeFileSync(join(here, 'icon.ico'), ico(await Promise.all(windowsSizes.map(png))))
const apple = appleTypes.map(async ([type, side]) => ({ type, ...(await png(side)) }))
writeFileSync(join(here, 'icon.icns'), icns(await Promise.all(apple)))
