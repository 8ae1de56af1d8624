import sharp from 'sharp'
import { openPicture } from '../../../src/engine/media/open.ts'
import type { Raster } from '../../../src/shared/image/raster.ts'

export const dressesAndWalls = [
  ['#c23a55', '#e9dfc8'],
  ['#f2f0ea', '#9db3bd'],
  ['#2f4d8c', '#caa15a'],
] as const

/** A colour print of our own drawing: sky, grass, a house, a person in a dress. */
export async function colourPrint(dress: string, wall: string): Promise<Raster> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="240">
    <defs><linearGradient id="s" x2="0" y2="1"><stop stop-color="#5b93d6"/><stop offset="1" stop-color="#d9e8f3"/></linearGradient></defs>
    <rect width="320" height="240" fill="url(#s)"/><path d="M0 150 Q160 120 320 150 V240 H0Z" fill="#5f7f35"/>
    <path d="M0 200 Q160 180 320 205 V240 H0Z" fill="#3d5a24"/><rect x="190" y="80" width="110" height="90" fill="${wall}"/>
    <path d="M180 80 L245 35 L310 80Z" fill="#7d3327"/><rect x="215" y="105" width="24" height="30" fill="#1b1d22"/>
    <rect x="255" y="105" width="24" height="30" fill="#20242b"/><path d="M80 120 L110 120 L128 215 L62 215Z" fill="${dress}"/>
    <circle cx="95" cy="100" r="18" fill="#d9a98a"/><path d="M76 96 Q95 66 114 96 Q95 84 76 96Z" fill="#2a1c14"/>
    <rect x="20" y="20" width="44" height="18" rx="9" fill="#fbfbf8"/></svg>`
  const bytes = await sharp(Buffer.from(svg)).removeAlpha().blur(0.6).png().toBuffer()
  return (await openPicture({ name: 'print.png', bytes })).raster
}
