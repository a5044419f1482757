import { useState } from 'preact/hooks'
import { dropDraft, keepDraft, readDraft } from '../common/drafts.ts'

/**
 * What was typed into a form survives reload, a lost network and the end of the session; it is dropped when the form was sent, or its account
 * signs out.
 * @param form unique name, with the id of what it is about
 */
export function useDraft<Values extends object>(account: string, form: string, empty: Values) {
  const [kept] = useState(() => readDraft(account, form))
  const [values, set] = useState<Values>({ ...empty, ...(kept as Partial<Values> | undefined) })
  return {
    values,
    isRestored: kept !== undefined,
    change(changed: Partial<Values>): void {
      const next = { ...values, ...changed }
      keepDraft(account, form, next)
      set(next)
    },
    drop: () => dropDraft(account, form),
  }
}
