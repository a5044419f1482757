import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { showInstant } from '../../common/shanghai.ts'
import { type Door, doorQuery } from './door.queries.ts'
import { say } from './words.ts'

/** The ledger's own clock, asked once a minute. */
export function useLedgerClock(): Pick<Door, 'clock' | 'now'> | undefined {
  return useQuery(doorQuery).data
}

/** Above every page of a ledger whose clock is not the machine's. */
export function SimulatedDate(): ReactNode {
  const version = useLedgerClock()
  if (version?.clock !== 'simulated') return null
  return (
    <div
      role="status"
      className="not-on-paper"
      style={{ background: '#fff7e0', color: '#5f3d00', padding: '4px 16px', textAlign: 'center' }}
    >
      {say('simulated', { now: showInstant(version.now) })}
    </div>
  )
}
