import { ImageOff } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useWords } from '../../state/use-words.ts'
import { assetUrl } from '../../transport/services.ts'
import { Icon } from '../../ui/icon.tsx'
import styles from './canvas.module.css'
import type { Box } from './viewport.ts'

/** Long side of the `view` rendition, px: beyond it the full picture is worth fetching. */
const viewSide = 2048

interface LayerProps {
  readonly box: Box
  readonly picture: {
    readonly width: number
    readonly height: number
    readonly thumb: string
    readonly view: string
    readonly full: string
  }
  readonly alt: string
  readonly clip?: string | undefined
  readonly children?: ReactNode
}

/** One picture: its thumbnail at once, sharper renditions over it as they are needed and arrive. */
export function PictureLayer({ box, picture, alt, clip, children }: LayerProps) {
  const { t } = useWords()
  const [broken, setBroken] = useState(false)
  const dots = globalThis.devicePixelRatio || 1
  const hasMore = Math.max(picture.width, picture.height) > viewSide
  const wantsFull = hasMore && Math.max(box.width, box.height) * dots > viewSide
  const magnified = (box.width * dots) / picture.width > 3
  const place = { left: box.left, top: box.top, width: box.width, height: box.height }
  return (
    <figure className={styles.layer} style={{ ...place, ...(clip ? { clipPath: clip } : {}) }}>
      <img src={assetUrl(picture.thumb)} alt="" draggable={false} />
      <img
        key={picture.view}
        src={assetUrl(picture.view)}
        alt={alt}
        draggable={false}
        data-pixels={magnified || undefined}
        onError={() => setBroken(true)}
        onLoad={() => setBroken(false)}
      />
      {wantsFull && (
        <img
          key={picture.full}
          src={assetUrl(picture.full)}
          alt=""
          draggable={false}
          data-pixels={magnified || undefined}
        />
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
