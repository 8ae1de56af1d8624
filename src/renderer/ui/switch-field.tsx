import { Switch } from 'react-aria-components'
import styles from './fields.module.css'

interface SwitchFieldProps {
  readonly label: string
  readonly help?: string | undefined
  readonly value: boolean
  readonly onChange: (value: boolean) => void
}

export function SwitchField({ label, help, value, onChange }: SwitchFieldProps) {
  return (
    <div className={styles.field}>
      <Switch className={styles.switch ?? ''} isSelected={value} onChange={onChange}>
        <span>{label}</span>
        <span className={styles.rail} aria-hidden="true">
          <span className={styles.knob} />
        </span>
      </Switch>
      {help && <p className={styles.help}>{help}</p>}
    </div>
  )
}
