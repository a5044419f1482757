import { derivedUuid } from '@welfare/event-store/derived-id.ts'
import { processCommandId, processMetadata } from '@welfare/facts/process-manager.ts'
import { answerCommand } from '@welfare/http/answer-command.ts'
import { isProblem, type Problem } from '@welfare/http/problem.ts'
import { consignmentDecider } from '../consignments/consignment.decider.ts'
import type { ReleasingCorrection } from '../consignments/consignment-act.ts'
import { depotDecider } from '../depots/depot.decider.ts'
import { returnsToRelease } from '../depots/open-returns.ts'
import { consignmentCodec, type DeliveriesRoom, depotCodec, metadataOf, today } from '../room-commands.ts'
import { release, returnReleaseProcess } from './return-release.process.ts'

/**
 * What came back belongs to the depot once it has accepted it. So where a correction lacks nothing but that, the depot releases the return
 * first, if it still has the goods; then the consignment takes it in and can correct it. Each step is repaired by the *return release* process.
 */
export async function releaseReturns(
  room: DeliveriesRoom,
  correction: ReleasingCorrection,
): Promise<Problem | undefined> {
  const { act, actor, reason, refusals } = correction
  const wanted = await room.runner.read(consignmentDecider, consignmentCodec, act.id, (state) =>
    returnsToRelease(state, act.command),
  )
  const depot = await room.runner.read(
    consignmentDecider,
    consignmentCodec,
    act.id,
    ({ plan, dispatch }) => dispatch?.depot ?? plan?.depot,
  )
  if (!wanted || depot === undefined) return undefined
  for (const { version, lines } of wanted) {
    const goodsReturn = `${act.id}.${version}`
    const released = await room.runner.execute(depotDecider, depotCodec, {
      stream: depot,
      command: { type: 'ReleaseReturn', today: today(room), consignment: act.id, goodsReturn, lines, reason },
      commandId: derivedUuid('release-return', act.commandId, goodsReturn),
      input: { goodsReturn },
      metadata: metadataOf(room, actor),
    })
    if (released.outcome !== 'accepted') {
      const answer = answerCommand(released, { refusals, onAccepted: () => ({ status: 200 }) })
      return isProblem(answer) ? answer : undefined
    }
    const [done] = released.events
    if (done?.event.type !== 'GoodsReturnReleased') continue
    await room.runner.execute(consignmentDecider, consignmentCodec, {
      stream: act.id,
      command: release(done.event, depot),
      commandId: processCommandId(returnReleaseProcess.name, done.id, act.id),
      input: { causationId: done.id },
      metadata: processMetadata(returnReleaseProcess.name, done),
    })
  }
  return undefined
}
