import { appendEpoch } from './ledger-header.ts'
import { openLedger } from './open-ledger.ts'

export interface BegunEpoch {
  readonly ledger: string
  readonly epoch: number
  /** Sequence of the first event that will be recorded in it. */
  readonly beginsAt: number
}

/**
 * Begins the ledger's next epoch, after its cluster was put back from a backup and before anybody opens it again: every process that has it
 * open is to be stopped first. Copies are then made again, and the relay fills a new topic.
 * @throws WrongLedgerError when the namespace holds no ledger of that id; EpochNotBegunError when somebody else was first
 */
export async function beginEventStoreDbEpoch(location: {
  readonly url: string
  readonly namespace?: string
  readonly ledger: string
}): Promise<BegunEpoch> {
  const { names, header, lane, sequencer, disconnect } = await openLedger(location)
  try {
    const { at } = await sequencer.findHead()
    const { epoch, beginsAt } = await appendEpoch(lane, names, header, at.sequence + 1)
    return { ledger: header.ledger, epoch, beginsAt }
  } finally {
    await disconnect()
  }
}
