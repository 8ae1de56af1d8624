import { useQuery } from '@tanstack/react-query'
import { create } from 'zustand'
import { engine } from '../../transport/services.ts'

interface ReviewState {
  /** Pictures whose suggestions are looked at. */
  readonly ids: readonly string[] | null
  /** The page whose photos are being boxed. */
  readonly page: string | null
}

export const useReview = create<ReviewState>(() => ({ ids: null, page: null }))

export const openReview = (ids: readonly string[]): void => useReview.setState({ ids })
export const closeReview = (): void => useReview.setState({ ids: null })
export const openPage = (page: string): void => useReview.setState({ page })
export const closePage = (): void => useReview.setState({ page: null })

export const proposalsKey = ['proposals']

/** What pictures that were just added suggest. Asked once an import is over. */
export const useProposals = (ids: readonly string[]) =>
  useQuery({
    queryKey: [...proposalsKey, ids],
    queryFn: () => engine.call('review.propose', { ids: [...ids] }),
    enabled: ids.length > 0,
    staleTime: 0,
  })
