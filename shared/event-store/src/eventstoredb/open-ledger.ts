import type { StorePlace } from '../position-token.ts'
import { type AppendLane, createAppendLane } from './append-lane.ts'
import { type Connection, connect, persist } from './connection.ts'
import { type LedgerHeader, type LedgerNames, nameLedger, openHeader } from './ledger-header.ts'
import type { Epoch } from './ledger-positions.ts'
import { createLedgerPositions, type LedgerPositions } from './ledger-positions.ts'
import { createLedgerReader, type LedgerReader } from './ledger-reader.ts'
import { createMarks, type Marks } from './marks.ts'
import { createSequencer, type Sequencer } from './sequencer.ts'

/** A ledger on its cluster: one connection for what is written and one for what is read, so that neither waits behind the other. */
export interface OpenLedger {
  readonly names: LedgerNames
  readonly header: LedgerHeader
  readonly reading: Connection
  readonly lane: AppendLane
  readonly reader: LedgerReader
  readonly marks: Marks
  readonly sequencer: Sequencer
  readonly positions: LedgerPositions
  disconnect(): Promise<void>
}

/** Counting stops within a page: the rest of it was sent in vain. */
const SCAN_PAGE = 1_000

export interface LedgerLocation {
  readonly url: string
  readonly namespace?: string
  readonly ledger?: string
  readonly epochs?: readonly Epoch[]
  readonly markEvery?: number
}

/** Finds the ledger or makes it. @throws UnsupportedServerError, WrongLedgerError, TransportError */
export async function openLedger(location: LedgerLocation): Promise<OpenLedger> {
  const names = nameLedger(location.namespace ?? 'welfare')
  const [writing, reading] = [connect(location.url), connect(location.url)]
  const lane = createAppendLane(writing)
  const disconnect = async (): Promise<void> => {
    lane.close()
    await Promise.all([writing.close(), reading.close()])
  }
  try {
    await persist(() => reading.requireSupport())
    const header = await openHeader(reading, lane, names, location)
    const reader = createLedgerReader(reading, names.prefix, Math.min(SCAN_PAGE, header.markEvery))
    const marks = createMarks(reader, lane, names, header)
    const sequencer = createSequencer(reader, marks, header.start, header.markEvery)
    const boundaries = await findBoundaries(sequencer, header.epochs)
    const positions = createLedgerPositions(header.ledger, header.epochs, boundaries)
    return { names, header, reading, lane, reader, marks, sequencer, positions, disconnect }
  } catch (error) {
    await disconnect()
    throw error
  }
}

/** The last event before each epoch but the first. One that is not there yet lies behind everything. */
async function findBoundaries(sequencer: Sequencer, epochs: readonly Epoch[]): Promise<readonly StorePlace[]> {
  if (epochs.length > 1) await sequencer.findHead()
  const found = epochs.slice(1).map(({ beginsAt }) => sequencer.find(beginsAt - 1))
  return (await Promise.all(found)).map((anchor) => anchor?.place ?? BEHIND_EVERYTHING)
}

const BEHIND_EVERYTHING: StorePlace = { commit: 2n ** 64n, prepare: 2n ** 64n }
