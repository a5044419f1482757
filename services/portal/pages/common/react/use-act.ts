import { type QueryKey, type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { newActKey } from '../act-key.ts'
import { isDecided, isWorthRepeating } from '../api/problem.ts'
import { dropDraft, keepDraft, readDraft } from '../drafts.ts'
import { useSignedIn } from './session.tsx'

interface ActOptions<Result> {
  /** Unique name of its form, as of its draft: with it a reload after a lost answer is the same act, too. */
  readonly form?: string
  /** What is read anew afterwards. Default: everything. */
  readonly changes?: readonly QueryKey[]
  readonly onDone?: (result: Result) => void
}

type Act<Input, Result> = UseMutationResult<Result, Error, Input> & {
  /** It was sent and no answer came, perhaps before a reload: sent again it is done once, or its answer is told. */
  readonly isUnanswered: boolean
}

/**
 * One act of a form: double click, retry and a lost answer are the same act, because they carry the same key. After it was done, or was refused
 * for good, the next is an act of its own.
 * @param perform sends it, with the key for `Idempotency-Key`
 */
export function useAct<Input, Result>(
  perform: (input: Input, key: string) => Promise<Result>,
  { form, changes, onDone }: ActOptions<Result> = {},
): Act<Input, Result> {
  const { key, isKept, keep, renew } = useActKey(form)
  const client = useQueryClient()
  const isSending = useRef(false)
  const act = useMutation({
    mutationFn(input: Input) {
      keep()
      return perform(input, key)
    },
    retry: (count, error) => isWorthRepeating(error) && count < 3,
    retryDelay: (count) => 500 * 2 ** count,
    // Without a network it fails and is shown, instead of being sent later when nobody looks.
    networkMode: 'always',
    onSuccess(result) {
      renew()
      // First: a reload while the rest is read anew must not bring the form back.
      onDone?.(result)
      if (!changes) void client.invalidateQueries()
      for (const queryKey of changes ?? []) void client.invalidateQueries({ queryKey })
    },
    onError(error) {
      if (isDecided(error)) renew()
    },
    onSettled() {
      isSending.current = false
    },
  })
  return {
    ...act,
    isUnanswered: isKept && !act.isPending,
    // The second click comes before the first has been drawn.
    mutate(...sent) {
      if (isSending.current) return
      isSending.current = true
      act.mutate(...sent)
    },
  }
}

interface ActKey {
  readonly key: string
  /** It was sent, and what came of it is not known. */
  readonly isKept: boolean
  /** Before it is sent: whoever reloads then sends the same. */
  keep(): void
  /** What follows is another act. */
  renew(): void
}

function useActKey(form: string | undefined): ActKey {
  const account = useSignedIn()?.account
  const place = form !== undefined && account !== undefined ? { account, form: `${form}#key` } : undefined
  const [{ key, isKept }, setKey] = useState(() => {
    const kept = place && readDraft(place.account, place.form)
    return typeof kept === 'string' ? { key: kept, isKept: true } : { key: newActKey(), isKept: false }
  })
  return {
    key,
    isKept,
    keep() {
      if (place) keepDraft(place.account, place.form, key)
      setKey({ key, isKept: true })
    },
    renew() {
      if (place) dropDraft(place.account, place.form)
      setKey({ key: newActKey(), isKept: false })
    },
  }
}
