import type { DataOf } from '@welfare/contracts/catalogue.ts'
import type { Prepare } from '@welfare/facts/facts-declaration.ts'
import { NOT_ENDED } from '../programmes.queries.ts'

interface Membership {
  readonly programme: string
  readonly employer: string
  readonly division: string
  readonly trade: string
  readonly worker: string
}

/** Who is on which roster, from which sequence on and through which. */
export function createRosterMembers(prepare: Prepare) {
  return { put, end, regroup, merge }

  /** The same person in the same group again changes nothing; in another group, the earlier membership ends here. */
  function put(member: Membership, sequence: number): void {
    const { programme, employer, division, trade, worker } = member
    const current = find(programme, worker)
    if (current?.employer === employer && current.division === division && current.trade === trade) return
    end(programme, worker, sequence)
    const insert = prepare('INSERT OR REPLACE INTO roster VALUES (?, ?, ?, ?, ?, ?, ?)')
    insert.run(programme, employer, division, trade, worker, sequence, NOT_ENDED)
  }

  function end(programme: string, worker: string, sequence: number): void {
    // One that began with the very same event never held.
    prepare('DELETE FROM roster WHERE programme = ? AND worker = ? AND until_sequence = ? AND since_sequence = ?').run(
      programme,
      worker,
      NOT_ENDED,
      sequence,
    )
    prepare('UPDATE roster SET until_sequence = ? WHERE programme = ? AND worker = ? AND until_sequence = ?').run(
      sequence,
      programme,
      worker,
      NOT_ENDED,
    )
  }

  /** Where the rosters had what the record had, they have what is right now; what a roster says otherwise stays. */
  function regroup(worker: string, { was, ...now }: DataOf<'WorkerCorrected'>, sequence: number): void {
    for (const member of membershipsOf(worker)) {
      const right = (field: 'employer' | 'division' | 'trade') =>
        member[field] === was[field] ? now[field] : member[field]
      put({ ...member, employer: right('employer'), division: right('division'), trade: right('trade') }, sequence)
    }
  }

  /** The record that goes on takes the double's places. */
  function merge(double: string, survivor: string, sequence: number): void {
    for (const member of membershipsOf(double)) {
      end(member.programme, double, sequence)
      if (find(member.programme, survivor) === undefined) put({ ...member, worker: survivor }, sequence)
    }
  }

  function find(programme: string, worker: string) {
    return prepare(
      'SELECT employer, division, trade FROM roster WHERE programme = ? AND worker = ? AND until_sequence = ?',
    ).get(programme, worker, NOT_ENDED)
  }

  function membershipsOf(worker: string): Membership[] {
    return prepare('SELECT * FROM roster WHERE worker = ? AND until_sequence = ?')
      .all(worker, NOT_ENDED)
      .map(({ programme, employer, division, trade }) => ({
        programme: String(programme),
        employer: String(employer),
        division: String(division),
        trade: String(trade),
        worker,
      }))
  }
}
