import { queryClient } from '../../state/queries.ts'
import { blockQuery } from './gallery-data.ts'
import { selectAll } from './gallery-input.ts'
import { galleryQuery, useView } from './view-store.ts'

/** Everything that the gallery holds now, loaded or not. */
export async function selectEverything(): Promise<void> {
  const query = galleryQuery(useView.getState())
  const { total } = await queryClient.ensureQueryData(blockQuery(query, 0))
  await selectAll(query, total)
}
