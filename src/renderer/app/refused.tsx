import { KeyRound } from 'lucide-react'
import { useWords } from '../state/use-words.ts'
import { Notice } from '../ui/notice.tsx'

/** The address was used before, or Daguerre was started anew since. */
export function Refused() {
  const { t } = useWords()
  return (
    <main aria-label="Daguerre">
      <Notice alert icon={KeyRound} title={t('refused.title')}>
        {t('refused.text')}
      </Notice>
    </main>
  )
}
