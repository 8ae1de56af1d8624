import { FolderOpen, ImagePlus } from 'lucide-react'
import { useWords } from '../../state/use-words.ts'
import { chooseFiles, chooseFolder } from '../import/choose.ts'
import { Case } from './case.tsx'
import styles from './welcome.module.css'

/** The library before its first picture. */
export function Welcome() {
  const { t } = useWords()
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
        <button type="button" className={styles.choice} onClick={() => void chooseFolder()}>
          <FolderOpen size={26} strokeWidth={1.5} aria-hidden="true" />
          <strong>{t('welcome.folder')}</strong>
          <span>{t('welcome.folderHelp')}</span>
        </button>
      </div>
      <p className={styles.promise}>{t('welcome.promise')}</p>
      <p className={styles.more}>{t('welcome.more')}</p>
    </div>
  )
}
