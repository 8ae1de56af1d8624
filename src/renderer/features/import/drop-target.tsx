import { ImageDown } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useRoute } from '../../state/route.ts'
import { useWords } from '../../state/use-words.ts'
import { importModelFiles, isModelFile } from '../models/model-actions.ts'
import { filesOf } from './dropped.ts'
import styles from './import.module.css'
import { importFiles, type NamedFile } from './run-import.ts'

const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false

/** On the page of the models, model files go there; everything else is pictures for the library. */
function take(files: readonly NamedFile[]): Promise<void> {
  const forModels = useRoute.getState().screen === 'models' && files.every(({ name }) => isModelFile(name))
  return forModels ? importModelFiles(files.map(({ file }) => file)) : importFiles(files)
}

/** The whole window takes files, and says so while they hover over it. Pasted pictures are taken too. */
export function DropTarget() {
  const { t } = useWords()
  const [isOver, setOver] = useState(false)

  useEffect(() => {
    // Entering a child fires before leaving its parent: only the count tells whether the pointer has left.
    let depth = 0
    const enter = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      depth++
      setOver(true)
    }
    const leave = () => {
      depth = Math.max(0, depth - 1)
      if (depth === 0) setOver(false)
    }
    const over = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy'
    }
    const drop = (event: DragEvent) => {
      event.preventDefault()
      depth = 0
      setOver(false)
      if (event.dataTransfer) void filesOf(event.dataTransfer).then(take)
    }
    const paste = (event: ClipboardEvent) => {
      if (event.clipboardData && event.clipboardData.files.length > 0) {
        event.preventDefault()
        void filesOf(event.clipboardData).then(importFiles)
      }
    }
    const stop = new AbortController()
    const { signal } = stop
    window.addEventListener('dragenter', enter, { signal })
    window.addEventListener('dragleave', leave, { signal })
    window.addEventListener('dragover', over, { signal })
    window.addEventListener('drop', drop, { signal })
    window.addEventListener('paste', paste, { signal })
    return () => stop.abort()
  }, [])

  if (!isOver) return null
  return (
    <div className={styles.drop}>
      <div className={styles.dropWords}>
        <ImageDown size={36} strokeWidth={1.25} aria-hidden="true" />
        <strong>{t('drop.title')}</strong>
        <span>{t('drop.text')}</span>
      </div>
    </div>
  )
}
