import { CircleAlert } from 'lucide-react'
import { useWords } from '../state/use-words.ts'
import { Button } from './button.tsx'
import { Notice } from './notice.tsx'

interface FailureNoticeProps {
  readonly error: unknown
  /** What is safe in spite of it. */
  readonly kept: string
  readonly onRetry: () => void
}

/** What happened, what was kept, one button. */
export function FailureNotice({ error, kept, onRetry }: FailureNoticeProps) {
  const { t, failure } = useWords()
  return (
    <Notice
      alert
      icon={CircleAlert}
      title={failure(error)}
      action={<Button onPress={onRetry}>{t('common.tryAgain')}</Button>}
    >
      {kept}
    </Notice>
  )
}
