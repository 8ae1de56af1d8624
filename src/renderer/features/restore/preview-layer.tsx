import { useWords } from '../../state/use-words.ts'
import { assetUrl } from '../../transport/services.ts'
import styles from './canvas.module.css'
import { around, cssMatrix, isSameFrame } from './frame-map.ts'
import { useFrames } from './use-frames.ts'
import { usePreview } from './use-preview.ts'
import type { Session } from './use-session.ts'
import type { Box } from './viewport.ts'

interface PreviewLayerProps {
  readonly session: Session
  readonly box: Box
  /** Left edge of where it is shown, px: the scan stays on the other side of the divider. */
  readonly from: number
}

/** The part in sight as it will be, in its place, marked as not made yet. */
export function PreviewLayer({ session, box, from }: PreviewLayerProps) {
  const { t, failure, number, operation, language } = useWords()
  const { fromDraft } = useFrames(session)
  const { isOn, data, isFetching, error } = usePreview(session)
  if (!isOn) return null
  const place = isSameFrame(fromDraft) ? {} : { transform: cssMatrix(fromDraft, box) }
  const region = data?.region ?? { left: 0, top: 0, width: 1, height: 1 }
  const edges = around(fromDraft, {
    left: region.left,
    top: region.top,
    right: region.left + region.width,
    bottom: region.top + region.height,
  })
  const left = Math.max(from, box.left + edges.left * box.width, 0) + 10
  const top = Math.max(0, box.top + edges.top * box.height) + 10
  return (
    <div className={styles.preview} style={{ clipPath: `inset(0 0 0 ${Math.max(0, from)}px)` }}>
      {data && (
        <div
          className={styles.sheet}
          style={{ left: box.left, top: box.top, width: box.width, height: box.height, ...place }}
        >
          <img
            src={assetUrl(data.asset)}
            alt={t('preview.alt', { name: session.original.name })}
            draggable={false}
            data-testid="preview"
            data-stale={isFetching || undefined}
            style={{
              left: `${region.left * 100}%`,
              top: `${region.top * 100}%`,
              width: `${region.width * 100}%`,
              height: `${region.height * 100}%`,
            }}
          />
        </div>
      )}
      <span
        className={styles.mark}
        style={data ? { left, top } : { left: Math.max(from, box.left, 0) + 10, top: 44 }}
        role="status"
      >
        {error
          ? failure(error)
          : isFetching
            ? t('preview.working')
            : data
              ? t('preview.done', { seconds: number(data.seconds, { maximumFractionDigits: 1 }) })
              : t('preview.nothing')}
        {data && data.leftOut.length > 0 && (
          <small>
            {t('preview.leftOut', { steps: new Intl.ListFormat(language).format(data.leftOut.map(operation)) })}
          </small>
        )}
      </span>
    </div>
  )
}
