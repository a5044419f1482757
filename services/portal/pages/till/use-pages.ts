import { useCallback, useState } from 'preact/hooks'
import { ledgerNow } from './ledger-clock.ts'
import { useAnswer } from './use-answer.ts'

interface Page<Item> {
  readonly items: readonly Item[]
  readonly nextCursor?: string | undefined
}

/**
 * A list, page after page; with what is beside the items from the first page.
 * @param read the same function for the same list
 */
export function usePages<Item, Answer extends Page<Item>>(read: (cursor: string | undefined) => Promise<Answer>) {
  const [further, setFurther] = useState<readonly Answer[]>([])
  const [failure, setFailure] = useState<unknown>()
  const { answer, error, refresh } = useAnswer(
    useCallback(async () => ({ first: await read(undefined), readAt: ledgerNow() }), [read]),
  )
  const first = answer?.first
  const pages: readonly Answer[] = first ? [first, ...further] : []
  const next = pages[pages.length - 1]?.nextCursor
  return {
    first,
    readAt: answer?.readAt,
    items: pages.flatMap(({ items }) => items),
    error: error ?? failure,
    more:
      next === undefined
        ? undefined
        : () => void read(next).then((page) => setFurther((known) => [...known, page]), setFailure),
    refresh() {
      setFurther([])
      setFailure(undefined)
      refresh()
    },
  }
}
