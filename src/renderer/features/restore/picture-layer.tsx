import { ImageOff } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useWords } from '../../state/use-words.ts'
import { assetUrl } from '../../transport/services.ts'
import { Icon } from '../../ui/icon.tsx'
import styles from './canvas.module.css'
import { around, cssMatrix, type FrameMap, isSameFrame, sameFrame } from './frame-map.ts'
import { TileLayer } from './tile-layer.tsx'
import type { Edges } from './tiles.ts'
import { usePyramid } from './use-pyramid.ts'
import type { Box, Size } from './viewport.ts'

/** Long side of the `view` rendition, px: beyond it there is more to see, in tiles. */
const viewSide = 2048

export interface LayerPicture {
  readonly id: string
  readonly width: number
  readonly height: number
  readonly thumb: string
  readonly view: string
}

interface LayerProps {
  /** Where the frame of the canvas lies. */
  readonly box: Box
  readonly frame: Size
  readonly of: 'original' | 'restoration'
  readonly picture: LayerPicture
  readonly alt: string
  readonly clip?: string | undefined
  /** From the canvas's frame to this picture's, where that was turned or cropped otherwise. */
  readonly map?: FrameMap
  /** From this picture's frame to the canvas's. */
  readonly place?: FrameMap
  readonly children?: ReactNode
}

/** One picture: its thumbnail at once, sharper renditions and tiles over it as they are needed and arrive. */
export function PictureLayer({ box, frame, of, picture, alt, clip, map = sameFrame, place, children }: LayerProps) {
  const { t } = useWords()
  const [broken, setBroken] = useState(false)
  const dots = globalThis.devicePixelRatio || 1
  const scale = scaleOf(map, box, picture)
  const hasMore = Math.max(picture.width, picture.height) > viewSide
  const wantsMore = hasMore && scale * dots * Math.max(picture.width, picture.height) > viewSide
  const pyramid = usePyramid(of, picture.id, wantsMore)
  const pixelated = scale * dots > 3
  const at = { left: box.left, top: box.top, width: box.width, height: box.height }
  const moved = place && !isSameFrame(place) ? { transform: cssMatrix(place, box) } : {}
  return (
    <figure className={styles.layer} style={{ ...at, ...(clip ? { clipPath: clip } : {}) }}>
      <div className={styles.sheet} style={moved}>
        <img src={assetUrl(picture.thumb)} alt="" draggable={false} />
        <img
          key={picture.view}
          src={assetUrl(picture.view)}
          alt={alt}
          draggable={false}
          data-pixels={pixelated || undefined}
          onError={() => setBroken(true)}
          onLoad={() => setBroken(false)}
        />
        {wantsMore && pyramid.data && (
          <TileLayer
            of={of}
            id={picture.id}
            pyramid={pyramid.data}
            drawn={box}
            seen={around(map, seenOf(box, frame))}
            pixelated={pixelated}
          />
        )}
      </div>
      {wantsMore && !pyramid.data && (
        <figcaption className={styles.sharpening} role="status">
          {t(pyramid.error ? 'canvas.noDetail' : 'canvas.sharpening')}
        </figcaption>
      )}
      {broken && (
        <figcaption className={styles.broken}>
          <Icon of={ImageOff} />
          {t('canvas.broken')}
        </figcaption>
      )}
      {children}
    </figure>
  )
}

/** CSS px for one pixel of the picture. */
const scaleOf = ({ a, b, c, d }: FrameMap, box: Box, picture: Size): number =>
  Math.sqrt((box.width * box.height) / (picture.width * picture.height) / Math.max(1e-9, Math.abs(a * d - b * c)))

/** The part of the canvas's frame that is in sight, as fractions of it. */
export const seenOf = (box: Box, frame: Size): Edges => ({
  left: Math.max(0, -box.left / box.width),
  top: Math.max(0, -box.top / box.height),
  right: Math.min(1, (frame.width - box.left) / box.width),
  bottom: Math.min(1, (frame.height - box.top) / box.height),
})
