import { useEffect, useRef, useState } from 'react'
import type { Job } from '../../../shared/entities.ts'
import { useWords } from '../../state/use-words.ts'
import { quarter } from './summary.ts'

/** Tells screen readers how the running job goes, at every quarter and not at every per cent. */
export function QueueVoice({ jobs }: { readonly jobs: readonly Job[] }) {
  const { t } = useWords()
  const [news, setNews] = useState<{ name: string; percent: number } | null>(null)
  const told = useRef(new Map<string, number>())
  useEffect(() => {
    for (const job of jobs) {
      const now = job.state === 'done' ? 100 : job.state === 'running' ? quarter(job.progress) : 0
      const before = told.current.get(job.id)
      told.current.set(job.id, now)
      if (before !== undefined && now > before) setNews({ name: job.title, percent: now })
    }
  }, [jobs])
  return (
    <div className="out-of-sight" role="status">
      {news && t('queue.voice', news)}
    </div>
  )
}
