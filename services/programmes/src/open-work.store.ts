import type { EventHandlers } from '@welfare/facts/event-handlers.ts'
import type { Prepare } from '@welfare/facts/facts-declaration.ts'

/** What is under way in a programme, and must end before it is closed: issuances ordered and consignments planned or sent. */
export const openWorkSchema = `
  CREATE TABLE open_work (id TEXT PRIMARY KEY, programme TEXT NOT NULL, kind TEXT NOT NULL) WITHOUT ROWID;
  CREATE INDEX open_work_programme ON open_work (programme);
`

export interface OpenWork {
  readonly batches: readonly string[]
  readonly consignments: readonly string[]
}

export function createOpenWorkHandlers(prepare: Prepare): EventHandlers {
  const begin =
    (kind: 'batch' | 'consignment') => (data: { programme?: string | undefined }, source: { stream: string }) => {
      if (data.programme !== undefined)
        prepare('INSERT OR IGNORE INTO open_work VALUES (?, ?, ?)').run(source.stream, data.programme, kind)
    }
  const end = (_: object, { stream }: { stream: string }) => {
    prepare('DELETE FROM open_work WHERE id = ?').run(stream)
  }
  return {
    IssuanceOrdered: begin('batch'),
    IssuanceRefused: end,
    IssuanceCompleted: end,
    ConsignmentPlanned: begin('consignment'),
    ConsignmentReceived: end,
    ConsignmentReturned: end,
    ConsignmentCancelled: end,
    // It was not received, or did not come back, after all: it is on its way again.
    ReceiptReversed: begin('consignment'),
    ConsignmentReturnReversed: begin('consignment'),
  }
}

export function createOpenWorkLookUp(prepare: Prepare): (programme: string) => OpenWork {
  return (programme) => {
    const rows = prepare('SELECT id, kind FROM open_work WHERE programme = ? ORDER BY id').all(programme)
    const of = (kind: string) => rows.filter((row) => row.kind === kind).map(({ id }) => String(id))
    return { batches: of('batch'), consignments: of('consignment') }
  }
}
