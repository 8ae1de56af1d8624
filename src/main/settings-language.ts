import type { Engine } from '../shared/engine.ts'
import { connect } from '../shared/rpc/client.ts'
import { emitterPort } from '../shared/rpc/ports.ts'
import type { EngineChild } from './engine-child.ts'
import type { Language } from './words.ts'

/** The language chosen in the settings; undefined where it follows the system. */
export async function languageInSettings(child: EngineChild): Promise<Language | undefined> {
  const port = child.openPage()
  try {
    const { language } = await connect<Engine>(emitterPort(port))('settings.get', {})
    return language === 'auto' ? undefined : language
  } finally {
    port.close()
  }
}
