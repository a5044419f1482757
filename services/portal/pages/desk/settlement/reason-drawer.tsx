import type { ReactNode } from 'react'
import { ActDrawer } from '../parts/act-drawer.tsx'
import { ReasonField } from './paper-fields.tsx'

interface Reasoned {
  readonly reason: string
}

/** An act that asks for nothing but its reason. */
export function ReasonDrawer({
  hint,
  ...act
}: {
  readonly title: string
  readonly form: string
  readonly hint: string
  readonly done: string
  send(body: Reasoned, key: string): Promise<object>
  readonly onClose: () => void
}): ReactNode {
  return (
    <ActDrawer<Reasoned, Reasoned, object>
      {...act}
      submit={act.title}
      empty={{}}
      toBody={({ reason }) => (reason?.trim() ? { reason: reason.trim() } : undefined)}
    >
      <p className="hint">{hint}</p>
      <ReasonField />
    </ActDrawer>
  )
}
