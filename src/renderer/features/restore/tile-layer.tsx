import { tileAddress } from '../../../shared/assets.ts'
import { assetUrl } from '../../transport/services.ts'
import styles from './canvas.module.css'
import { type Edges, type Pyramid, tilesFor } from './tiles.ts'
import type { Size } from './viewport.ts'

interface TileLayerProps {
  readonly of: 'original' | 'restoration'
  readonly id: string
  readonly pyramid: Pyramid
  /** Size at which the whole picture is drawn, CSS px. */
  readonly drawn: Size
  /** Fractions of the picture that are in sight. */
  readonly seen: Edges
  readonly pixelated: boolean
}

/** The tiles in sight, over the smaller rendition; what is out of sight is not in the page, and not in memory. */
export function TileLayer({ of, id, pyramid, drawn, seen, pixelated }: TileLayerProps) {
  const dots = globalThis.devicePixelRatio || 1
  const tiles = tilesFor(pyramid, seen, (drawn.width * dots) / pyramid.width)
  // Whole pixels of the screen: neighbours meet without a gap.
  const whole = (value: number) => Math.round(value * dots) / dots
  return (
    <div className={styles.tiles} data-testid="tiles" data-level={tiles[0]?.level}>
      {tiles.map(({ level, column, row, left, top, right, bottom }) => {
        const [x, y] = [whole(left * drawn.width), whole(top * drawn.height)]
        const size = { width: whole(right * drawn.width) - x, height: whole(bottom * drawn.height) - y }
        const address = tileAddress(of === 'original' ? 'tile' : 'r-tile', id, level, column, row)
        return (
          <img
            key={`${level} ${column} ${row}`}
            src={assetUrl(address)}
            alt=""
            draggable={false}
            data-pixels={pixelated || undefined}
            style={{ left: x, top: y, ...size }}
          />
        )
      })}
    </div>
  )
}
