import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { showInstant } from '../../common/shanghai.ts'
import { say } from './words.ts'

interface Version {
  readonly clock: string
  readonly now: string
}

/** The ledger's own clock, asked once a minute. */
export function useLedgerClock(): Version | undefined {
  const { data } = useQuery({ queryKey: ['version'], queryFn: readVersion, refetchInterval: 60_000 })
  return data
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

/** Not a route of the API's document: what operators read. */
async function readVersion(): Promise<Version> {
  const response = await fetch('/version')
  if (!response.ok) throw new Error(`/version answered ${response.status}`)
  return response.json()
}
