import { TriangleAlert } from 'lucide-react'
import { type ExportOptions, type ExportSize, SHARP_DPI } from '../../../shared/export.ts'
import { useWords } from '../../state/use-words.ts'
import { ChoiceField } from '../../ui/choice-field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { NumberField } from '../../ui/number-field.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import styles from './export.module.css'
import { setInches, useExport } from './export-store.ts'
import { type Paper, paperOf, papers, printOn, toCm, toInches } from './purposes.ts'

interface PrintFieldsProps {
  readonly size: Extract<ExportSize, { kind: 'print' }>
  /** Of the picture with the fewest, at that size; null while it is not known. */
  readonly dpi: number | null
  /** So many pictures, and how many of them have too few dots. */
  readonly count: number
  readonly soft: number
  readonly change: (next: Partial<ExportOptions>) => void
}

const resolutions = ['200', '300', '600'] as const

/** The paper, in centimetres or inches, and whether the pictures have enough for it. */
export function PrintFields({ size, dpi, count, soft, change }: PrintFieldsProps) {
  const { t, number } = useWords()
  const inches = useExport((state) => state.inches)
  const paper = paperOf(size)
  const unit = t(inches ? 'export.inch' : 'export.cm')
  const shown = (cm: number) => (inches ? toInches(cm) : cm)
  const sides = (name: Paper) => papers[name].map((cm) => number(shown(cm))).join(' × ')
  const setSide = (side: 'widthCm' | 'heightCm') => (value: number) =>
    change({ size: { ...size, [side]: inches ? toCm(value) : value } })
  const side = { min: shown(2), max: shown(200), step: 0.1 }
  return (
    <>
      <div className={styles.columns}>
        <ChoiceField
          label={t('export.paper')}
          value={paper}
          options={[
            ...(Object.keys(papers) as Paper[]).map((name) => ({
              value: name,
              text: `${name === 'A4' ? 'A4 · ' : ''}${sides(name)} ${unit}`,
            })),
            { value: 'custom' as const, text: t('export.paper.custom') },
          ]}
          onChange={(next) =>
            change({ size: next === 'custom' ? { ...size, widthCm: 11, heightCm: 15 } : printOn(next, size.dpi) })
          }
        />
        <div className={styles.field}>
          <span className={styles.label}>{t('export.unit')}</span>
          <Segmented
            label={t('export.unit')}
            value={inches ? 'inch' : 'cm'}
            options={[
              { value: 'cm', text: t('export.cm') },
              { value: 'inch', text: t('export.inch') },
            ]}
            onChange={(next) => setInches(next === 'inch')}
          />
        </div>
        <div className={styles.field}>
          <span className={styles.label}>{t('export.dpi')}</span>
          <Segmented
            label={t('export.dpi')}
            value={resolutions.find((each) => Number(each) === size.dpi) ?? null}
            options={resolutions.map((each) => ({ value: each, text: each }))}
            onChange={(next) => change({ size: { ...size, dpi: Number(next) } })}
          />
        </div>
      </div>
      {paper === 'custom' && (
        <div className={styles.columns}>
          <NumberField
            label={t('export.width', { unit })}
            value={shown(size.widthCm)}
            {...side}
            onChange={setSide('widthCm')}
          />
          <NumberField
            label={t('export.height', { unit })}
            value={shown(size.heightCm)}
            {...side}
            onChange={setSide('heightCm')}
          />
        </div>
      )}
      <FewDots dpi={dpi} count={count} soft={soft} />
    </>
  )
}

/** Of one picture its dots, of several how many have too few. */
function FewDots({ dpi, count, soft }: Pick<PrintFieldsProps, 'dpi' | 'count' | 'soft'>) {
  const { t, number } = useWords()
  if (dpi === null || dpi >= SHARP_DPI) return null
  const few = { shown: number(soft), all: number(count), least: number(SHARP_DPI), dpi: number(dpi) }
  return (
    <p className={styles.warning} role="status">
      <Icon of={TriangleAlert} small />
      <span>{count === 1 ? t('export.fewDots', few) : t('export.fewDotsOf', { ...few, count: soft })}</span>
    </p>
  )
}
