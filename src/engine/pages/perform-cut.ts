import type { CutTask } from '../jobs/worker-messages.ts'
import { openPicture } from '../media/open.ts'
import { savePicture } from '../media/save.ts'
import { cutOut } from './cut.ts'

/** Every photo becomes a PNG with the depth, profile and description of its page; the page itself is only read. */
export async function performCut({ input, photos }: CutTask): Promise<null> {
  const page = await openPicture(input)
  for (const { box, output } of photos) {
    const raster = cutOut(page.raster, box)
    await savePicture({ ...page, raster }, output, { format: 'png', protect: [input] })
  }
  return null
}
