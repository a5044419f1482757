import { useEffect, useRef, useState } from 'react'

/** A list that comes page by page: what a query of many pages answers fits. */
export interface MorePages {
  readonly hasNextPage: boolean
  readonly isFetchingNextPage: boolean
  fetchNextPage(): Promise<{ readonly hasNextPage: boolean; readonly isError: boolean }>
}

interface ToEnd {
  /** What is loaded to the end just now, and what for. */
  readonly goal: 'rows' | 'file' | undefined
  loadAll(): void
  /** Calls `save` once every page is there, at once where none is missing. */
  saveAll(): void
  stop(): void
}

/** Loads what is missing of a list to its end, until it is stopped, fails, or the page is left. */
export function useToEnd(pages: MorePages | undefined, save: () => void): ToEnd {
  const [goal, setGoal] = useState<ToEnd['goal']>()
  const [isWanted, setWanted] = useState(false)
  const run = useRef(0)
  useEffect(
    () => () => {
      run.current += 1
    },
    [],
  )
  useEffect(() => {
    if (!isWanted || pages?.hasNextPage) return
    setWanted(false)
    save()
  }, [isWanted, pages?.hasNextPage, save])
  return {
    goal,
    loadAll: () => void load('rows'),
    saveAll: () => void load('file'),
    stop() {
      run.current += 1
      setGoal(undefined)
    },
  }

  async function load(aim: 'rows' | 'file'): Promise<void> {
    run.current += 1
    const own = run.current
    setGoal(aim)
    let isMore = pages?.hasNextPage ?? false
    while (pages && isMore) {
      const { hasNextPage, isError } = await pages.fetchNextPage()
      if (run.current !== own) return
      if (isError) return setGoal(undefined)
      isMore = hasNextPage
    }
    setGoal(undefined)
    if (aim === 'file') setWanted(true)
  }
}
