import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { defineRoute } from '../route.ts'
import type { AuthorityRow } from './authority.ts'
import type { ScopeIndex } from './scope.ts'
import { guardScope, namedIn } from './scope.ts'

const uuid = '0198f3c2-5b7e-7c3a-9d21-6f0e4a1b2c3d'
const [fund, programme, merchant] = [`fund-${uuid}`, `programme-${uuid}`, `merchant-${uuid}`]

describe('what a request names', () => {
  it('are ids wherever they stand, parts and versions included', () => {
    const body = { fund, lines: [{ lot: `depot-${uuid}.12`, commodity: `kit-${uuid}@3` }], merchants: [merchant] }
    const named = namedIn([{ id: programme }, { after: undefined }, body])
    expect([...named.ids].sort()).toEqual([fund, programme, merchant, `depot-${uuid}.12`, `kit-${uuid}@3`].sort())
  })

  it('are divisions of fields called so, not every six digits', () => {
    const named = namedIn([{ division: '632701', code: '123456', place: { division: '630000' } }])
    expect(named.divisions).toEqual(['632701', '630000'])
  })

  it('are not texts that contain an id, nor bytes', () => {
    expect(namedIn([{ note: `see ${fund}` }, { bytes: Buffer.from(fund) }, null, 7])).toEqual({
      ids: [],
      divisions: [],
    })
  })
})

describe('a request of an actor whose reach is 632701', () => {
  const scope = { divisions: ['632701'] }
  const actor = { role: 'officer', id: 'li', scope } as const
  const row: AuthorityRow = { roles: ['officer'], scope: 'named' }
  const route = defineRoute({
    method: 'get',
    path: '/v1/things',
    operationId: 'readThing',
    summary: '',
    tag: '',
    query: z.strictObject({}),
    answers: { 200: { description: '' } },
    refusals: { 'fund-unknown': 404, 'merchant-unknown': 422 },
    handle: () => ({ status: 200 }),
  })
  const inside = new Set([programme])
  const known = new Set([programme, fund, merchant])
  const scopeIndex: ScopeIndex = {
    isWithin: (_reach, id) => (known.has(id) ? inside.has(id) : undefined),
    isAdmitted: () => true,
    awaitFacts: async () => true,
  }
  const check = (parts: unknown, more: Partial<AuthorityRow> = {}, given = scopeIndex) =>
    guardScope(route, { ...row, ...more }, actor, [parts], given)

  it('passes when all that it names lies inside, or is a kind of goods', async () => {
    expect(await check({ id: programme, division: '632701' })).toBeUndefined()
    expect(await check({ commodity: `kit-${uuid}@3`, item: `item-${uuid}` })).toBeUndefined()
  })

  it('is told the same of what lies outside and of what is not there', async () => {
    const nowhere = `fund-${uuid.replace('0', '1')}`
    expect(await check({ id: nowhere })).toEqual(await check({ id: fund }))
    expect(await check({ id: nowhere })).toMatchObject({ code: 'fund-unknown', status: 404 })
  })

  it('is held against accounts by the service that knows them, and by nobody else', async () => {
    const account = `account-${uuid}`
    expect(await check({ id: account })).toMatchObject({ code: 'not-found' })
    const ofIdentity = { ...route, tag: 'accounts' }
    expect(await guardScope(ofIdentity, row, actor, [{ id: account }], scopeIndex)).toBeUndefined()
  })

  it('is told what the route says of an unknown thing of that kind', async () => {
    expect(await check({ id: fund })).toEqual({ code: 'fund-unknown', status: 404, facts: {} })
    expect(await check({ id: programme, more: [merchant] })).toMatchObject({ code: 'merchant-unknown', status: 422 })
  })

  it('is told not-found where the route has no code for the kind', async () => {
    const elsewhere: ScopeIndex = { ...scopeIndex, isWithin: () => false }
    expect(await check({ id: `site-${uuid}` }, {}, elsewhere)).toMatchObject({ code: 'not-found', status: 404 })
  })

  it('is told division-unknown for a division outside, wider ones included', async () => {
    expect(await check({ division: '632702' })).toMatchObject({ code: 'division-unknown', status: 404 })
    expect(await check({ division: '632700' })).toMatchObject({ code: 'division-unknown' })
  })

  it('is held again once the places have caught up', async () => {
    let isCaughtUp = false
    const late: ScopeIndex = {
      isAdmitted: () => true,
      isWithin: (_reach, id) => (isCaughtUp ? inside.has(id) : undefined),
      awaitFacts: async () => {
        isCaughtUp = true
        return true
      },
    }
    expect(await check({ id: fund }, {}, late)).toMatchObject({ code: 'fund-unknown' })
  })

  it('is asked to try again where the places do not catch up in time, whether it lies outside or not', async () => {
    for (const isWithin of [undefined, false] as const) {
      const stuck: ScopeIndex = { isWithin: () => isWithin, isAdmitted: () => true, awaitFacts: async () => false }
      expect(await check({ id: fund }, {}, stuck)).toMatchObject({ code: 'overloaded', status: 503, retryAfterS: 1 })
    }
  })

  it('is refused where the whole ledger is asked for', async () => {
    expect(await check({}, { scope: 'whole-ledger' })).toMatchObject({ code: 'scope-too-small', status: 403 })
  })
})
