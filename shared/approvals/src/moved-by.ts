import { eventCodec } from '@welfare/contracts/catalogue.ts'
import type { Leg } from '@welfare/contracts/legs.ts'
import { type ActMove, legsOf, movesOf } from './act-moves.ts'
import type { ActsContext } from './acts.context.ts'
import type { Proposal } from './proposal-answer.ts'

/** What a performed act moved: of its approver's decision, the figures. Undefined where what it recorded carries none of its own. */
export async function movedBy({ store, reserved }: ActsContext, proposal: Proposal): Promise<ActMove[] | undefined> {
  if (proposal.status !== 'performed') return undefined
  const isReserved = reserved && proposal.id.startsWith(`${reserved.category}-`)
  const legs = isReserved ? await reserved.moved(proposal) : await legsOfCreated(store, proposal)
  return legs.length === 0 ? undefined : movesOf(legs)
}

/** Events of the act stand together where its first one was made. */
async function legsOfCreated(store: ActsContext['store'], { id, created }: Proposal): Promise<Leg[]> {
  const [, stream, version] = /^(.+)\.(\d+)$/.exec(created ?? '') ?? []
  if (stream === undefined) return []
  const recorded = await Array.fromAsync(store.readStream(stream, { fromVersion: Number(version) }))
  const own = recorded.filter(({ metadata: { approval } }) => isObject(approval) && approval.proposal === id)
  return legsOf([{ stream, events: own.map((event) => eventCodec.decode(event)) }])
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
