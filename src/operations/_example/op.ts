import { z } from 'zod'
import { defineOperation } from '../define.ts'

/**
 * THE LIVING TEMPLATE. Copy this folder to add an operation; nothing else has to be edited.
 *
 * `op.ts` says what the operation is. It is imported by the window, the command line and the engine alike, so it holds
 * data and pure functions only: no Node, no pixels.
 */
export default defineOperation({
  // The name of the folder. It is stored in recipes for ever: choose it well.
  id: '_example',
  // Raise it when the meaning of `params` changes, and add `migrate.ts` (see `Migrate` in ../define.ts).
  version: 1,
  // Decides when it runs (see `stages` in ../define.ts); the order is not the user's to get wrong.
  stage: 'tone',
  // Every parameter: a range, a default that does something sensible, and how to show it. Titles live in locales/.
  // The form in the window, the flags of the command line and the recipe's schema all come from here.
  params: z.strictObject({
    amount: z.number().min(0).max(1).default(1).meta({ control: 'slider', step: 0.01 }),
  }),
  // Ids of folders in models/, if it needs trained networks. `run` asks for them with `context.session(id)`.
  models: [],
  // How much context a tile needs to be judged alone. Inverting a pixel needs none.
  tiling: { overlap: 0, align: 1 },
  appliesTo: ['image'],
  // 'mask' or 'map' when the result can hold detail that the scan does not. Be honest: it is shown.
  invention: 'none',
  neural: false,
  // Leave this out in a real operation: it keeps the template away from users.
  released: false,
})
