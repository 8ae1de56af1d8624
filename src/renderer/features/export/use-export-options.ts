import { useState } from 'react'
import type { ExportOptions } from '../../../shared/export.ts'
import { useChangeSettings, useSettings } from '../../state/queries.ts'
import { useExport } from './export-store.ts'
import { filmPurposes, kinds, optionsFor, type Purpose } from './purposes.ts'

/** The options of this export, per purpose. Format and quality of what is shared are remembered, for the next one. */
export function useExportOptions(isFilm: boolean) {
  const chosen = useExport((state) => state.purpose)
  const purpose = isFilm && !filmPurposes.includes(chosen) ? 'share' : chosen
  const { data: settings } = useSettings()
  const { mutate: remember } = useChangeSettings()
  const [own, setOwn] = useState<Partial<Record<Purpose, Partial<ExportOptions>>>>({})
  const usual = optionsFor(purpose, settings?.exportQuality ?? 95)
  const known = settings && purpose === 'share' && kinds.share.formats.includes(settings.exportFormat)
  const options: ExportOptions = { ...usual, ...(known && { format: settings.exportFormat }), ...own[purpose] }
  const change = (next: Partial<ExportOptions>) => {
    setOwn({ ...own, [purpose]: { ...own[purpose], ...next } })
    if (purpose !== 'share') return
    if (next.format) remember({ exportFormat: next.format })
    if (next.quality) remember({ exportQuality: next.quality })
  }
  return { purpose, options, change }
}
