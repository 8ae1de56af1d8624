import { FolderOpen, ImagePlus, WandSparkles } from 'lucide-react'
import { useChangeSettings } from '../../state/queries.ts'
import { useWords } from '../../state/use-words.ts'
import { Button } from '../../ui/button.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { chooseFiles, chooseFolder } from '../import/choose.ts'
import { trySample } from '../import/try-sample.ts'
import { Case } from './case.tsx'
import styles from './welcome.module.css'

/** The library before its first picture. */
export function Welcome() {
  const { t, language } = useWords()
  const { mutate: change } = useChangeSettings()
  return (
    <div className={styles.welcome}>
      <Case />
      <h1 className={styles.title}>{t('welcome.title')}</h1>
      <div className={styles.choices}>
        <button type="button" className={styles.choice} onClick={() => void chooseFiles()}>
          <ImagePlus size={26} strokeWidth={1.5} aria-hidden="true" />
          <strong>{t('welcome.photos')}</strong>
          <span>{t('welcome.photosHelp')}</span>
        </button>
        <button type="button" className={styles.choice} onClick={() => void trySample()}>
          <WandSparkles size={26} strokeWidth={1.5} aria-hidden="true" />
          <strong>{t('welcome.sample')}</strong>
          <span>{t('welcome.sampleHelp')}</span>
        </button>
      </div>
      <Button look="quiet" icon={FolderOpen} onPress={() => void chooseFolder()}>
        {t('command.importFolder')}
      </Button>
      <p className={styles.promise}>{t('welcome.promise')}</p>
      <p className={styles.more}>{t('welcome.more')}</p>
      <Segmented
        label={t('settings.language')}
        value={language}
        options={[
          { value: 'en', text: 'English', lang: 'en' },
          { value: 'zh-CN', text: '简体中文', lang: 'zh-CN' },
        ]}
        onChange={(chosen) => change({ language: chosen === 'zh-CN' ? 'zh-CN' : 'en' })}
      />
    </div>
  )
}
