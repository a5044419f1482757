import type { ConsignmentCommand } from '../consignments/consignment.commands.ts'
import { type ConsignmentState, consignmentDecider } from '../consignments/consignment.decider.ts'
import { partVersion } from '../dispatches/part-version.ts'

type Returned = { readonly version: string; readonly lines: ConsignmentState['returns'][string] }

/**
 * Which returns the depot must release before the consignment can do that: none, unless that is all it lacks. Where a receipt is corrected, those of
 * the receipt and of its corrections; else the one that is named.
 */
export function returnsToRelease(state: ConsignmentState, command: ConsignmentCommand): Returned[] {
  const decision = consignmentDecider.decide(state, command)
  if (decision.accepted || decision.refusal.code !== 'return-already-accepted') return []
  const open = Object.entries(state.returns).map(([version, lines]) => ({ version, lines: [...lines] }))
  if (command.type === 'ReverseReturn') return open.filter(({ version }) => version === partVersion(command.corrects))
  return open.filter(({ version }) => state.acts[version] === undefined)
}
