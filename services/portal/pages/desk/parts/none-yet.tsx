import { Empty } from 'antd'
import type { ReactNode } from 'react'
import { mark } from '../../common/punctuation.ts'
import { say as sayShell } from '../shell/words.ts'
import { usePower } from './powers.queries.ts'
import type { Power } from './powers.ts'
import { say } from './words.ts'

interface NoneYetProps {
  readonly none: string
  /** What makes the first of them. */
  readonly act: string
  /** For whoever may do that. */
  readonly how: string
}

/** An empty list: what to do, or, for whoever may not, who can. */
export function NoneYet({ none, act, how }: NoneYetProps): ReactNode {
  const power = usePower(act)
  return <Empty description={[none, power && sayPower(power, how)].filter(Boolean).join(' ')} />
}

function sayPower({ kind, roles }: Power, how: string): string {
  if (kind === 'may' || roles === 'public') return how
  return say(kind, { roles: roles.map((role) => sayShell(`role.${role}`)).join(mark('list')) })
}
