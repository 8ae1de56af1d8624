import { assetUrl } from '../../transport/services.ts'
import styles from './canvas.module.css'

const mapLayers = [0, 1, 2]

/** Where detail was invented: the map's light parts let the colour through. */
export function InventedMap({ asset }: { readonly asset: string }) {
  const maskImage = `url("${assetUrl(asset)}")`
  return (
    <div className={styles.map} data-testid="invented-map">
      {mapLayers.map((layer) => (
        <span key={layer} style={{ maskImage }} />
      ))}
    </div>
  )
}
