import type { EventOf } from '@welfare/contracts/catalogue.ts'
import { splitPart } from '@welfare/contracts/primitives.ts'
import { accept, type Decision, refuse } from '@welfare/event-store/decider/decider.ts'
import type { AddAttachments, AttachedTo, EraseAttachment } from './consignment.commands.ts'
import type { AddedAttachment, ConsignmentEvent, ConsignmentState } from './consignment.state.ts'
import { placeOfPlan } from './consignment-phases.ts'

export type AttachmentRefusal =
  | 'consignment-unknown'
  | 'attachment-unknown'
  | 'attachment-already-added'
  | 'attachment-entry-unknown'
  | 'attachments-exhausted'
  | 'retention-running'

export const ATTACHMENTS_PER_CONSIGNMENT = 100

/** The act's entry is its last event; what is attached stands in the same append, so that neither is there without the other. */
export function withAttachments<Code extends string>(
  state: ConsignmentState,
  given: AttachedTo | undefined,
  decision: Decision<ConsignmentEvent, Code>,
): Decision<ConsignmentEvent, Code | AttachmentRefusal> {
  if (!decision.accepted || !given) return decision
  const entry = `${given.consignment}.${state.version + decision.events.length}`
  const added = add(state, given, entry)
  return added.accepted ? accept([...decision.events, ...added.events]) : added
}

/** Of a receipt or a hand-out that stands. Once more is already so. */
export function addAttachments(
  state: ConsignmentState,
  command: AddAttachments,
): Decision<ConsignmentEvent, AttachmentRefusal> {
  const { entry, attached } = command
  const { stream, version } = splitPart(entry)
  const isEntry = state.receipt?.version === version || state.acts[version]?.type === 'hand-out'
  if (stream !== attached.consignment || !isEntry) return refuse('attachment-entry-unknown', { entry })
  const isAdded = ({ attachment }: { readonly attachment: string }) =>
    state.attachments.some((one) => one.attachment === attachment && one.entry === entry)
  return add(state, { ...attached, attachments: attached.attachments.filter((one) => !isAdded(one)) }, entry)
}

function add(
  { plan, attachments }: ConsignmentState,
  given: AttachedTo,
  entry: string,
): Decision<ConsignmentEvent, AttachmentRefusal> {
  if (!plan) return refuse('consignment-unknown', {})
  if (given.unknownAttachment !== undefined) {
    return refuse('attachment-unknown', { attachment: given.unknownAttachment })
  }
  const again = given.attachments.find(({ attachment }) => attachments.some((one) => one.attachment === attachment))
  if (again) return refuse('attachment-already-added', { attachment: again.attachment })
  if (attachments.length + given.attachments.length > ATTACHMENTS_PER_CONSIGNMENT) {
    return refuse('attachments-exhausted', { attachmentsPerConsignment: ATTACHMENTS_PER_CONSIGNMENT })
  }
  const where = placeOfPlan(plan)
  return accept(
    given.attachments.map((attached) => ({
      type: 'ConsignmentAttachmentAdded',
      data: { entry, ...where, ...attached },
    })),
  )
}

export function eraseAttachment(
  { attachments }: ConsignmentState,
  { attachment, reason, retentionEndedOn, today }: EraseAttachment,
): Decision<ConsignmentEvent, AttachmentRefusal> {
  const found = attachments.find((one) => one.attachment === attachment)
  if (!found) return refuse('attachment-unknown', { attachment })
  if (found.erased !== undefined) return accept([])
  const isOver = reason === 'attached-by-mistake' || (retentionEndedOn !== undefined && retentionEndedOn <= today)
  if (!isOver) return refuse('retention-running', { ...(retentionEndedOn && { retentionEndedOn }), today })
  return accept([{ type: 'ConsignmentAttachmentErased', data: { attachment, reason } }])
}

export function evolveAttachments(
  { attachments, receipt, acts }: ConsignmentState,
  event: EventOf<'ConsignmentAttachmentAdded' | 'ConsignmentAttachmentErased'>,
): readonly AddedAttachment[] {
  if (event.type === 'ConsignmentAttachmentErased') {
    const { attachment, reason } = event.data
    return attachments.map((one) => (one.attachment === attachment ? { ...one, erased: reason } : one))
  }
  const { entry, attachment, contentType, bytes, sha256 } = event.data
  const { version } = splitPart(entry)
  const act = acts[version]
  const handedTo = act?.type === 'hand-out' ? act.data.workers : []
  const workers = receipt?.version === version ? [receipt.receivedBy] : handedTo
  return [...attachments, { entry, attachment, contentType, bytes, sha256, workers }]
}
