import { useState } from 'react'
import { type ExportOptions, exportOptions } from '../../../shared/engine.ts'
import { useChangeSettings, useSettings } from '../../state/queries.ts'

/** The options of this export. Format and quality are remembered in the settings, for the next one. */
export function useExportOptions() {
  const { data: settings } = useSettings()
  const { mutate: remember } = useChangeSettings()
  const [own, setOwn] = useState<Partial<ExportOptions>>({})
  const options = exportOptions.parse({
    format: settings?.exportFormat ?? 'jpeg',
    quality: settings?.exportQuality ?? 95,
    ...own,
  })
  const change = (next: Partial<ExportOptions>) => {
    setOwn({ ...own, ...next })
    if (next.format) remember({ exportFormat: next.format })
    if (next.quality) remember({ exportQuality: next.quality })
  }
  return { options, change }
}
