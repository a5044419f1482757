import type { BodyOf } from '../../../common/api/client.ts'
import { lateEntryOf, type TypedDay } from '../parts/late-entry.ts'
import type { Person } from '../parts/worker-picker.tsx'
import type { Quantities } from './quantities.ts'

export interface TypedReceipt extends TypedDay {
  readonly receivedBy?: readonly Person[]
  /** By commodity. */
  readonly taken?: Readonly<Record<string, number | null>>
  readonly shortReason?: Readonly<Record<string, string>>
  readonly hasRefused?: boolean
  readonly refused?: Readonly<Record<string, number | null>>
  readonly refusedReason?: Readonly<Record<string, string>>
  readonly proof?: string
  readonly attachments?: readonly string[]
}

/** Of what was sent, what neither came nor was refused. */
export function shortOf({ taken, hasRefused, refused }: TypedReceipt, { commodity, sent }: Quantities): number {
  return sent - (taken?.[commodity] ?? sent) - (hasRefused ? (refused?.[commodity] ?? 0) : 0)
}

/** Undefined as long as it does not say who signed, or why something is missing. What was sent and not touched came. */
export function receiptBodyOf(
  typed: TypedReceipt,
  sent: readonly Quantities[],
  today: string | undefined,
): BodyOf<'receiveConsignment'> | undefined {
  const [signer] = typed.receivedBy ?? []
  const receivedOn = typed.day ?? today
  if (!signer || receivedOn === undefined) return undefined
  const lines = sent.map((line) => lineOf(typed, line))
  if (lines.includes(undefined)) return undefined
  return {
    receivedBy: signer.id,
    receivedOn,
    lines: lines.filter((line) => line !== undefined),
    attachments: [...(typed.attachments ?? [])],
    ...(typed.proof?.trim() && { proof: typed.proof.trim() }),
    ...lateEntryOf({ ...typed, day: receivedOn }, today),
  }
}

function lineOf(typed: TypedReceipt, line: Quantities) {
  const { commodity, sent } = line
  const refused = typed.hasRefused ? (typed.refused?.[commodity] ?? 0) : 0
  const shortReason = typed.shortReason?.[commodity]?.trim()
  const refusedReason = typed.refusedReason?.[commodity]?.trim()
  if ((shortOf(typed, line) > 0 && !shortReason) || (refused > 0 && !refusedReason)) return undefined
  return {
    commodity,
    quantity: typed.taken?.[commodity] ?? sent,
    refused,
    ...(shortReason && shortOf(typed, line) > 0 && { shortReason }),
    ...(refusedReason && refused > 0 && { refusedReason }),
  }
}
