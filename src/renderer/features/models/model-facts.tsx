import type { ReactNode } from 'react'
import type { ModelEntry } from '../../../shared/models.ts'
import { useWords } from '../../state/use-words.ts'
import styles from './models.module.css'

/** Where a model comes from and how it is known to be that one; for those who want to look. */
export function ModelFacts({ model }: { readonly model: ModelEntry }) {
  const { t, number, language } = useWords()
  const { note } = model.licence
  return (
    <details className={styles.details}>
      <summary>{t('models.details')}</summary>
      <dl className={styles.facts}>
        <Fact name={t('models.id')}>{model.id}</Fact>
        <Fact name={t('models.architecture')}>{model.architecture}</Fact>
        {model.parameters !== null && <Fact name={t('models.parameters')}>{number(model.parameters)}</Fact>}
        {model.limits.length > 0 && <Fact name={t('models.limits')}>{model.limits.join('; ')}</Fact>}
        {note && <Fact name={t('models.licenceNote')}>{note[language === 'zh-CN' ? 'zh-CN' : 'en']}</Fact>}
        {model.page !== null && (
          <Fact name={t('models.page')}>
            <a href={model.page} target="_blank" rel="noreferrer">
              {model.page}
            </a>
          </Fact>
        )}
        {model.files.map((file) => (
          <Fact key={file.sha256} name={t('models.madeOf', { name: file.name })}>
            <code className={styles.sum}>{file.sha256}</code>
          </Fact>
        ))}
        {model.sha256 !== null && (
          <Fact name={t('models.sum')}>
            <code className={styles.sum}>{model.sha256}</code>
          </Fact>
        )}
        {model.sumStatedBy !== null && <Fact name={t('models.sumStatedBy')}>{model.sumStatedBy}</Fact>}
      </dl>
    </details>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}
