import { useQuery } from '@tanstack/react-query'
import { engine } from '../../transport/services.ts'

/** The tiles of a large picture, made when they are wanted for the first time. */
export const usePyramid = (of: 'original' | 'restoration', id: string, wanted: boolean) =>
  useQuery({
    queryKey: ['pyramid', of, id],
    queryFn: () => engine.call('photo.pyramid', { id, of }),
    enabled: wanted,
    // Trimmed while the engine was away, it is made again; forgotten here after a while, it is asked for again.
    gcTime: 600_000,
    retry: 1,
  })
