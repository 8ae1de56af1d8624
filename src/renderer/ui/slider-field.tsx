import { useLayoutEffect, useRef } from 'react'
import { Label, Slider, SliderOutput, SliderThumb, SliderTrack } from 'react-aria-components'
import styles from './fields.module.css'

interface SliderFieldProps {
  readonly label: string
  readonly help?: string | undefined
  readonly value: number
  readonly min: number
  readonly max: number
  readonly step: number
  /** The value in words, shown and spoken. */
  readonly text: (value: number) => string
  readonly onChange: (value: number) => void
}

export function SliderField({ label, help, value, min, max, step, text, onChange }: SliderFieldProps) {
  const input = useRef<HTMLInputElement>(null)
  // React Aria speaks plain numbers; what is shown should be spoken.
  useLayoutEffect(() => input.current?.setAttribute('aria-valuetext', text(value)))
  const share = max > min ? ((value - min) / (max - min)) * 100 : 0
  return (
    <Slider
      className={styles.slider ?? ''}
      value={value}
      minValue={min}
      maxValue={max}
      step={step}
      onChange={(next) => onChange(Array.isArray(next) ? (next[0] as number) : next)}
    >
      <Label>{label}</Label>
      <SliderOutput className={styles.value ?? ''}>{text(value)}</SliderOutput>
      <SliderTrack className={styles.track ?? ''}>
        <span className={styles.fill} style={{ width: `${share}%` }} />
        <SliderThumb className={styles.thumb ?? ''} aria-label={label} inputRef={input} />
      </SliderTrack>
      {help && <p className={styles.help}>{help}</p>}
    </Slider>
  )
}
