import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { shanghaiDay, showInstant } from '../../common/shanghai.ts'
import { type Door, doorQuery } from './door.queries.ts'
import { say } from './words.ts'

/** The ledger's own clock, asked once a minute. */
export function useLedgerClock(): Pick<Door, 'clock' | 'now'> | undefined {
  return useQuery(doorQuery).data
}

/** Today in Shanghai by the ledger's clock, as soon as that is known. */
export function useToday(): string | undefined {
  const clock = useLedgerClock()
  return clock && shanghaiDay(clock.now)
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
