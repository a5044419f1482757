import type { EventOf } from '@welfare/contracts/catalogue.ts'
import { accept, type Decider, type Decision, refuse } from '@welfare/event-store/decider/decider.ts'

/**
 * Stream `kit-<uuid>`: what a kit is made of, version by version (1, 2, 3 …).
 * Invariant: a version once said never changes, so that a packed or delivered kit keeps the composition it had.
 */
export const kitDecider: Decider<KitState, KitCommand, KitEvent, KitRefusal> = {
  category: 'kit',
  initialState: { versions: [] },
  decide(state, command) {
    switch (command.type) {
      case 'DefineKit':
        return defineKit(state, command)
      case 'ReviseKit':
        return reviseKit(state, command)
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case 'KitDefined':
      case 'KitRevised': {
        const { name, trade, components } = event.data
        const owner = event.type === 'KitDefined' ? event.data.owner : state.owner
        return { versions: [...state.versions, { name, trade, components }], ...(owner !== undefined && { owner }) }
      }
    }
  },
}

export type KitEvent = EventOf<'KitDefined' | 'KitRevised'>

export interface KitComponent {
  readonly item: string
  readonly quantity: number
}

export interface KitComposition {
  readonly name: string
  readonly trade?: string | undefined
  readonly components: readonly KitComponent[]
}

export type KitCommand =
  | ({ readonly type: 'DefineKit'; readonly owner?: string | undefined } & KitComposition & KitFacts)
  | ({ readonly type: 'ReviseKit' } & KitComposition & KitFacts)

export interface KitFacts {
  /** The first component that is no item of this ledger. */
  readonly unknownItem?: string | undefined
}

export type KitRefusal = 'kit-unknown' | 'kit-already-defined' | 'item-unknown' | 'component-repeated'

/** `versions[0]` is version 1. */
export interface KitState {
  readonly versions: readonly KitComposition[]
  /** Division of the union that defined it; undefined: the ledger's root union's. */
  readonly owner?: string
}

type KitDecision = Decision<KitEvent, KitRefusal>

function defineKit(
  state: KitState,
  kit: KitComposition & KitFacts & { readonly owner?: string | undefined },
): KitDecision {
  const first = state.versions[0]
  if (first) return sameComposition(first, kit) ? accept([]) : refuse('kit-already-defined', {})
  const refusal = refusalOf(kit)
  if (refusal) return refusal
  const { owner } = kit
  const defined = { ...compositionOf(kit), kitVersion: 1 as const }
  return accept([{ type: 'KitDefined', data: { ...defined, ...(owner !== undefined && { owner }) } }])
}

function reviseKit(state: KitState, kit: KitComposition & KitFacts): KitDecision {
  const newest = state.versions.at(-1)
  if (!newest) return refuse('kit-unknown', {})
  const refusal = refusalOf(kit)
  if (refusal) return refusal
  if (sameComposition(newest, kit)) return accept([])
  return accept([{ type: 'KitRevised', data: { ...compositionOf(kit), kitVersion: state.versions.length + 1 } }])
}

function refusalOf({ components, unknownItem }: KitComposition & KitFacts): KitDecision | undefined {
  if (unknownItem) return refuse('item-unknown', { item: unknownItem })
  const repeated = repeatedItem(components)
  return repeated === undefined ? undefined : refuse('component-repeated', { item: repeated })
}

function compositionOf({ name, trade, components }: KitComposition) {
  return { name, ...(trade !== undefined && { trade }), components: components.map((component) => ({ ...component })) }
}

function repeatedItem(components: KitComposition['components']): string | undefined {
  return components.find(({ item }, index) => components.findIndex((other) => other.item === item) !== index)?.item
}

function sameComposition(a: KitComposition, b: KitComposition): boolean {
  return (
    a.name === b.name &&
    a.trade === b.trade &&
    a.components.length === b.components.length &&
    a.components.every(({ item, quantity }) => b.components.some((c) => c.item === item && c.quantity === quantity))
  )
}
