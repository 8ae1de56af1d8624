import { ScanFace } from 'lucide-react'
import { goToFaces, hasFaces, useFaceChoice } from '../features/restore/face-store.ts'
import type { Command } from './command.ts'
import { isPictureOpen } from './picture-open.ts'

const labels = ['command.faceChoice1', 'command.faceChoice2', 'command.faceChoice3', 'command.faceChoice4'] as const

/** They come before the stars: while a face is open, the same numbers choose for it. */
export const faceCommands: readonly Command[] = [
  {
    id: 'faces',
    group: 'restore',
    label: 'command.faces',
    icon: ScanFace,
    shortcuts: ['F'],
    enabled: () => isPictureOpen() && hasFaces(),
    run: goToFaces,
  },
  ...labels.map(
    (label, index): Command => ({
      id: `face-choice-${index + 1}`,
      group: 'restore',
      label,
      shortcuts: [String(index + 1)],
      enabled: () => isPictureOpen() && useFaceChoice.getState().choices[index] !== undefined,
      run: () => useFaceChoice.getState().choices[index]?.(),
    }),
  ),
]
