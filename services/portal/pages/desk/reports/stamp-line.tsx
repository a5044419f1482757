import type { ReactNode } from 'react'
import { sayDay, showInstant } from '../../common/shanghai.ts'
import { say } from './words.ts'

interface Stamp {
  readonly sequence: number
  readonly recordedAt: string | null
  readonly effective?: string | undefined
  readonly treeSize: number
  readonly rootHash: string
  readonly postingRulesVersion: number
}

/** What an answer reflects: it can be asked for again at any time, and proved. */
export function StampLine({ stamp }: { readonly stamp: Stamp }): ReactNode {
  const { sequence, recordedAt, effective, rootHash, postingRulesVersion } = stamp
  return (
    <p className="stamp-line">
      {say('asOf', { sequence: sequence.toLocaleString('zh-CN'), at: recordedAt ? showInstant(recordedAt) : '—' })}
      {effective !== undefined && ` · ${say('asHappened', { day: sayDay(effective) })}`}
      {` · ${say('rules', { version: postingRulesVersion })} · `}
      <code>{say('root', { root: rootHash })}</code>
    </p>
  )
}
