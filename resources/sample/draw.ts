import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { familyAlbum } from './prints.ts'

/**
 * Draws `at-the-sea.jpg` anew: the picture the empty library offers to try Daguerre with.
 * `npx node resources/sample/draw.ts`
 */
const [picture] = await familyAlbum()
if (!picture) throw new Error('the album is empty')
await writeFile(join(import.meta.dirname, 'at-the-sea.jpg'), picture.buffer)
