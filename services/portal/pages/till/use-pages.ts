import { useCallback, useRef, useState } from 'preact/hooks'
import { ledgerNow } from './ledger-clock.ts'
import { useAnswer } from './use-answer.ts'

interface Page<Item> {
  readonly items: readonly Item[]
  readonly nextCursor?: string | undefined
}

/**
 * A list, page after page; with what is beside the items from the first page. Asked again it keeps its length, so that nothing moves under the finger.
 * @param read the same function for the same list
 */
export function usePages<Item, Answer extends Page<Item>>(read: (cursor: string | undefined) => Promise<Answer>) {
  const shown = useRef(1)
  const [failure, setFailure] = useState<unknown>()
  const { answer, error, refresh } = useAnswer(
    useCallback(async () => {
      const pages = [await read(undefined)]
      for (let next = pages[0]?.nextCursor; next !== undefined && pages.length < shown.current; ) {
        const page = await read(next)
        pages.push(page)
        next = page.nextCursor
      }
      return { pages, readAt: ledgerNow() }
    }, [read]),
  )
  const [further, setFurther] = useState<{ readonly of: typeof answer; readonly pages: readonly Answer[] }>()
  const pages = answer ? [...answer.pages, ...(further?.of === answer ? further.pages : [])] : []
  shown.current = Math.max(1, pages.length)
  const next = pages[pages.length - 1]?.nextCursor
  return {
    first: pages[0],
    readAt: answer?.readAt,
    items: pages.flatMap(({ items }) => items),
    error: error ?? failure,
    more:
      next === undefined
        ? undefined
        : () =>
            void read(next).then(
              (page) =>
                setFurther((known) => ({
                  of: answer,
                  pages: [...(known && known.of === answer ? known.pages : []), page],
                })),
              setFailure,
            ),
    refresh() {
      setFailure(undefined)
      refresh()
    },
  }
}
