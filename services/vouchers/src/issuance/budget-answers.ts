import type { EventOf } from '@welfare/contracts/catalogue.ts'
import type { JsonObject } from '@welfare/event-store/decider/decider.ts'
import type { Reaction } from '@welfare/facts/process-manager.ts'
import type { BatchCommand } from './batch.commands.ts'

/** A reservation released for an order, or by a decision that the batch has made itself, is no news to it. */
export function toReservationAnswer(
  event: EventOf<'FundsReserved' | 'ReservationRefused' | 'ReservationReleased'>,
  reservation: string,
): Reaction<BatchCommand>[] {
  const { batch: stream, attempt } = event.data
  const refuseWith = (code: string, facts: JsonObject): Reaction<BatchCommand>[] => [
    { stream, command: { type: 'RefuseIssuance', attempt, code, facts } },
  ]
  switch (event.type) {
    case 'FundsReserved':
      return [{ stream, command: { type: 'ReceiveReservation', reservation, attempt, shares: event.data.shares } }]
    case 'ReservationRefused':
      return refuseWith(event.data.code, event.data.facts)
    case 'ReservationReleased':
      return event.data.cause === 'programme-closed' ? refuseWith('programme-closed', {}) : []
  }
}

export function toCommitmentAnswer(event: EventOf<'FundsCommitted' | 'CommitmentRefused'>, id: string): BatchCommand {
  if (event.type === 'FundsCommitted')
    return { type: 'ReceiveCommitment', commitment: id, attempt: event.data.attempt, shares: event.data.shares }
  const { attempt, code, facts } = event.data
  return { type: 'RefuseIssuance', attempt, code, facts }
}
