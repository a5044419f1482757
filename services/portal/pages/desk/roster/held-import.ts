import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { FileChoices } from './roster.queries.ts'

export interface HeldImport {
  readonly file: File
  readonly choices: FileChoices
  readonly job: string
}

const PLACE = 'held-import'

/**
 * The last import of a programme with its file, so that its errors can be had until another takes its place: in this page's memory alone, and
 * forgotten with all else when somebody signs out.
 */
export function useHeldImport(
  programme: string,
): readonly [HeldImport | undefined, (next: HeldImport | undefined) => void] {
  const client = useQueryClient()
  const queryKey = [PLACE, programme]
  const [held, setHeld] = useState(() => client.getQueryData<HeldImport>(queryKey))
  const hold = (next: HeldImport | undefined) => {
    client.setQueryDefaults([PLACE], { gcTime: Number.POSITIVE_INFINITY })
    if (next) client.setQueryData(queryKey, next)
    else client.removeQueries({ queryKey })
    setHeld(next)
  }
  return [held, hold]
}
