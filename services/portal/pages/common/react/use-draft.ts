import { useCallback, useState } from 'react'
import { dropDraft, keepDraft, readDraft } from '../drafts.ts'
import { useSession } from './session.tsx'

interface Draft<Values> {
  /** What was typed before, or `empty`. */
  readonly initial: Values
  readonly isRestored: boolean
  keep(values: Values): void
  drop(): void
}

/**
 * What was typed into a form survives reload, a lost network and the end of the session; it is dropped when the form was sent.
 * @param form unique name, with the id of what it changes
 * @param empty of the same shape; the form leaves identity numbers, phone numbers and files out of what it keeps
 */
export function useDraft<Values extends object>(form: string, empty: Values): Draft<Values> {
  const { account } = useSession()
  const [{ initial, isRestored }] = useState(() => {
    const kept = readDraft(account, form)
    return { initial: { ...empty, ...(kept as Partial<Values> | undefined) }, isRestored: kept !== undefined }
  })
  const keep = useCallback((values: Values) => keepDraft(account, form, values), [account, form])
  const drop = useCallback(() => dropDraft(account, form), [account, form])
  return { initial, isRestored, keep, drop }
}
