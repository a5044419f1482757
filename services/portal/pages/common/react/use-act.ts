import { type QueryKey, type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { newActKey } from '../act-key.ts'
import { isWorthRepeating } from '../api/problem.ts'

/**
 * One act of a form: double click, retry and a lost answer are the same act, because they carry the same key. After it was done, or was refused
 * for good, the next is an act of its own.
 * @param perform sends it, with the key for `Idempotency-Key`
 * @param changes what is read anew afterwards; everything where nothing is named
 */
export function useAct<Input, Result>(
  perform: (input: Input, key: string) => Promise<Result>,
  { changes, onDone }: { readonly changes?: readonly QueryKey[]; readonly onDone?: (result: Result) => void } = {},
): UseMutationResult<Result, Error, Input> {
  const [key, setKey] = useState(newActKey)
  const client = useQueryClient()
  const isSending = useRef(false)
  const act = useMutation({
    mutationFn: (input: Input) => perform(input, key),
    retry: (count, error) => isWorthRepeating(error) && count < 3,
    async onSuccess(result) {
      setKey(newActKey())
      if (changes) await Promise.all(changes.map((queryKey) => client.invalidateQueries({ queryKey })))
      else await client.invalidateQueries()
      onDone?.(result)
    },
    onError(error) {
      if (!isWorthRepeating(error)) setKey(newActKey())
    },
    onSettled() {
      isSending.current = false
    },
  })
  return {
    ...act,
    // The second click comes before the first has been drawn.
    mutate(...sent) {
      if (isSending.current) return
      isSending.current = true
      act.mutate(...sent)
    },
  }
}
