import { type Scope, scopeHolds } from '@welfare/contracts/authority.ts'
import { divisionHolds, WHOLE_LEDGER } from '@welfare/contracts/divisions.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AccountCommand } from './account.commands.ts'
import { type AccountState, accountDecider } from './account.decider.ts'

const divisions = ['630000', '632700', '632701', '632722', '130000', '130302'] as const
const merchants = [1, 2, 3].map((n) => `merchant-0198f3c2-5b7e-7c3a-9d21-6f0e4a1b2c3${n}`)
const anyScope: fc.Arbitrary<Scope> = fc
  .record({
    divisions: fc.uniqueArray(fc.constantFrom(WHOLE_LEDGER, ...divisions), { maxLength: 3 }),
    merchants: fc.option(fc.uniqueArray(fc.constantFrom(...merchants), { minLength: 1 }), { nil: undefined }),
  })
  .map(({ divisions, merchants }) => ({ divisions, ...(merchants && { merchants }) }))
const anyRole = fc.constantFrom('officer' as const, 'merchant-owner' as const, 'administrator' as const)

/** What a scope comes to, place by place: the definition that `scopeHolds` must agree with. */
function placesOf({ divisions: codes, merchants: ids }: Scope): Set<string> {
  const within = divisions.filter((code) => codes.some((outer) => outer === WHOLE_LEDGER || divisionHolds(outer, code)))
  return new Set(within.flatMap((code) => (ids ?? [...merchants, 'any other']).map((id) => `${code} ${id}`)))
}

test('authority never widens: whatever is done to accounts, none ever reaches what its maker did not', () => {
  const anyStep = fc.record({
    maker: fc.nat(5),
    scope: anyScope,
    role: anyRole,
    target: fc.nat(5),
    opens: fc.boolean(),
  })
  fc.assert(
    fc.property(anyScope, fc.array(anyStep, { maxLength: 25 }), (rootScope, steps) => {
      const root = { divisions: rootScope.divisions.length === 0 ? ['632700'] : rootScope.divisions }
      const accounts: { state: AccountState; name: string }[] = []
      perform({
        type: 'OpenAccount',
        account: 'a0',
        kind: 'person',
        role: 'administrator',
        scope: root,
        maker: undefined,
      })
      for (const { maker, scope, role, target, opens } of steps) {
        const by = accounts[maker % accounts.length]
        const on = accounts[target % accounts.length]
        if (!by?.state.opened || !on) continue
        const { opened } = by.state
        const asMaker = { account: by.name, scope: opened.scope }
        const before = placesOf(opened.scope)
        const account = opens
          ? perform({
              type: 'OpenAccount',
              account: `a${accounts.length}`,
              kind: 'person',
              role,
              scope,
              maker: asMaker,
            })
          : perform(
              { type: 'ChangeAuthority', role, scope, reason: 'r', maker: asMaker, isLastAdministrator: false },
              on,
            )
        for (const place of placesOf(account?.opened?.scope ?? { divisions: [] })) expect(before).toContain(place)
      }
      for (const { state } of accounts) {
        for (const place of placesOf(state.opened?.scope ?? { divisions: [] })) expect(placesOf(root)).toContain(place)
      }

      /** The state that the command led to; undefined when it was refused, or changed nothing. */
      function perform(command: AccountCommand, on?: { state: AccountState }): AccountState | undefined {
        const state = on?.state ?? accountDecider.initialState
        const decision = accountDecider.decide(state, command)
        if (!decision.accepted || decision.events.length === 0) return undefined
        const after = decision.events.reduce(
          (evolved, event) => accountDecider.evolve(evolved, event, 1, '2025-07-01'),
          state,
        )
        if (on) on.state = after
        else accounts.push({ state: after, name: `a${accounts.length}` })
        return after
      }
    }),
  )
})

test('a scope that holds another reaches every place of it', () => {
  fc.assert(
    fc.property(anyScope, anyScope, (outer, inner) => {
      if (!scopeHolds(outer, inner)) return
      const places = placesOf(outer)
      for (const place of placesOf(inner)) expect(places).toContain(place)
    }),
  )
})
