import type { EventOf } from '@welfare/contracts/catalogue.ts'
import { accept, type Decider, type Decision, refuse } from '@welfare/event-store/decider/decider.ts'

/**
 * Stream `item-<uuid>`: one kind of goods, counted in its unit.
 * Invariant: name and unit are said once; what stands in a depot keeps its meaning.
 */
export const itemDecider: Decider<ItemState, ItemCommand, ItemEvent, ItemRefusal> = {
  category: 'item',
  initialState: undefined,
  decide: defineItem,
  evolve: (_state, event) => event.data,
}

export type ItemEvent = EventOf<'ItemDefined'>
export type ItemCommand = { readonly type: 'DefineItem'; readonly name: string; readonly unit: string }
export type ItemRefusal = 'item-already-defined'

export type ItemState = { readonly name: string; readonly unit: string } | undefined

function defineItem(state: ItemState, { name, unit }: ItemCommand): Decision<ItemEvent, ItemRefusal> {
  if (!state) return accept([{ type: 'ItemDefined', data: { name, unit } }])
  return state.name === name && state.unit === unit ? accept([]) : refuse('item-already-defined', { ...state })
}
