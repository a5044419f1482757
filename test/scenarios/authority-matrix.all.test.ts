import { randomUUID } from 'node:crypto'
import { type Role, roles } from '@welfare/contracts/authority.ts'
import { authorityTable } from '@welfare/http/authority/authority-table.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, inParallel } from '../harness/api.ts'
import type { Operation } from '../harness/api-document.ts'
import type { KnownIds } from '../harness/one-of-everything.ts'
import {
  type Naming,
  namingsOf,
  type Parts,
  proposalOf,
  replaceAt,
  requestsAbout,
  toRequest,
} from '../harness/route-requests.ts'
import { county, neighbour, prefecture } from '../harness/two-counties.ts'
import { openWalkedLedger, rolesOf, rowOf, type WalkedLedger } from '../harness/walked-ledger.ts'

const AT_ONCE = 8
/** Done last: others would find nothing any more, or would no longer take part. */
const ending = ['withdrawMerchant', 'removeFromRoster', 'eraseWorker', 'closeProgramme', 'revokeDevice', 'closeAccount']
/** One's own password; tiles, whose names depend on how large the tree is. */
const notTried = ['changePassword', 'readEntries', 'readEntriesOf2Segments', 'readEntriesOf3Segments']

/** A till may redeem, and is told that it may not enter late what its example of a body says is late. */
const rulesOfWhatIsSent: readonly unknown[] = ['late-entry-not-allowed']

let walked: WalkedLedger
beforeAll(async () => {
  walked = await openWalkedLedger()
}, 60_000)
afterAll(() => walked.fixture.close())

const signedIn = () => walked.operations.filter((operation) => rowOf(operation).roles !== 'public')

function ask(operation: Operation, parts: Parts, actor: string | null): Promise<Answer> {
  return walked.api.send({ ...toRequest(operation, walked.routeOf(operation), parts), actor })
}

function about(operation: Operation, role: Role): Parts[] {
  return requestsAbout(operation, walked.routeOf(operation), walked.ownOf(role), county.division)
}

test('every route has its row, every row its route, and the API says both', async () => {
  const named = walked.fixture.ledger.routes.map(({ operationId }) => operationId).sort()
  // Entered without a password are doors of the demonstration alone.
  const served = Object.keys(authorityTable).filter((name) => name !== 'enterDoor')
  expect(served.sort()).toEqual(named)
  const { items } = await walked.api.get('/v1/authority', walked.insider('auditor'))
  expect(items.map(({ operationId }: { operationId: string }) => operationId).sort()).toEqual(named)
  for (const { operationId, method: _method, path: _path, ...told } of items)
    expect(told).toEqual(rowOf({ operationId }))
  for (const operation of walked.operations) {
    expect(rowOf(operation)).toMatchObject({ roles: operation.roles, scope: operation.scope })
  }
})

test('nobody is let in without signing in, and nobody in a role that the row does not name', async () => {
  const cases = signedIn().flatMap((operation) => {
    const [parts] = about(operation, 'officer')
    const strangers = roles.filter((role) => !rolesOf(operation).includes(role))
    return parts
      ? [null, ...strangers.map((role) => walked.insider(role))].map((actor) => ({ operation, parts, actor }))
      : []
  })
  expect(cases.length).toBeGreaterThan(300)
  const faults = await inParallel(cases, AT_ONCE, async ({ operation, parts, actor }) => {
    const { status, body } = await ask(operation, parts, actor)
    const expected = actor === null ? '401 sign-in-required' : '403 role-not-allowed'
    return `${status} ${body.code}` === expected ? [] : [`${operation.operationId} ${actor}: ${status} ${body.code}`]
  })
  expect(faults.flat()).toEqual([])
})

test('who may not reach the whole ledger does not do what is of the whole ledger', async () => {
  const cases = signedIn().filter((operation) => rowOf(operation).scope === 'whole-ledger')
  expect(cases.length).toBeGreaterThan(5)
  for (const operation of cases) {
    const [parts] = about(operation, 'officer')
    for (const role of rolesOf(operation)) {
      const { status, body } = await ask(operation, parts ?? { params: {}, query: {}, body: {} }, walked.insider(role))
      expect([operation.operationId, status, body.code]).toEqual([operation.operationId, 403, 'scope-too-small'])
    }
  }
})

interface Outside {
  readonly operation: Operation
  readonly role: Role
  readonly parts: Parts
  readonly naming: Naming
  readonly other: string
}

/** Each thing that a request names, replaced by the same kind of thing that lies elsewhere. */
function* thingsOutside(): Generator<Outside> {
  for (const operation of signedIn()) {
    const { scope } = rowOf(operation)
    if (scope === 'whole-ledger') continue
    for (const role of rolesOf(operation)) {
      for (const parts of about(operation, role)) {
        for (const naming of namingsOf(parts))
          for (const other of elsewhere(naming, operation, role)) yield { operation, role, parts, naming, other }
      }
    }
  }
}

function elsewhere({ kind, at }: Naming, operation: Operation, role: Role): string[] {
  if (kind === 'division') return [neighbour.division, prefecture.division]
  const name = at.at(-1)
  const of = (ids: KnownIds) => {
    if (name === 'device') return ids.device?.[0]
    if (name === 'ids') return ids[kind]?.slice(0, 2).join(',')
    if (operation.path.startsWith('/v1/proposals/') && at[0] === 'params') return proposalOf(operation, ids)
    return ids[kind]?.[0]
  }
  const nextDoor = role.startsWith('merchant-') && kind === 'merchant' ? walked.own.merchant?.[1] : undefined
  return [of(walked.foreign), of(walked.above), nextDoor].filter((id) => id !== undefined)
}

/** Of the same kind, and of nothing that was ever there. */
function neverThere(naming: Naming, other: string): string {
  if (naming.kind === 'division') return '999901'
  if (naming.kind === 'voucher') return 'ZZZZZZZZZZ'
  return other.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, () => randomUUID())
}

/** Without the request's own number and the ids that it names. */
function comparable({ status, body }: Answer, { other }: Pick<Outside, 'other'>): string {
  const { instance: _, ...said } = typeof body === 'object' ? body : { text: body }
  const text = JSON.stringify({ status, ...said })
  return text.replaceAll(other, '<id>').replace(/[a-z]+-[0-9a-f]{8}-[0-9a-f-]{27}([.@]\d+)?/g, '<id>')
}

test('what lies outside is answered to the letter like what never existed', async () => {
  const cases = [...thingsOutside()]
  expect(cases.length).toBeGreaterThan(300)
  const faults = await inParallel(cases, AT_ONCE, async (one, index) => {
    const { operation, role, parts, naming, other } = one
    // Wrong codes are counted by account.
    const actor = naming.kind === 'voucher' ? walked.insider(role).replace('/', `/${index}-`) : walked.insider(role)
    const unknown = neverThere(naming, other)
    const outside = await ask(operation, replaceAt(parts, naming.at, other), actor)
    const never = await ask(operation, replaceAt(parts, naming.at, unknown), actor)
    const [told, expected] = [comparable(outside, { other }), comparable(never, { other: unknown })]
    const where = `${operation.operationId} as ${role}, ${naming.at.join('.')} = ${other}`
    if (told !== expected) return [`${where}: ${told} and not ${expected}`]
    // Of what the body names a route may say 422: the address is good, what was sent is not.
    const isHidden = outside.status === 404 || (outside.status === 422 && naming.at[0] === 'body')
    return isHidden ? [] : [`${where}: ${told}`]
  })
  expect(faults.flat()).toEqual([])
}, 120_000)

test('what lies inside is neither hidden nor forbidden', async () => {
  const inTurn = signedIn()
    .filter(({ operationId }) => !notTried.includes(operationId))
    .toSorted((a, b) => ending.indexOf(a.operationId) - ending.indexOf(b.operationId))
  const faults: string[] = []
  for (const operation of inTurn) {
    const { scope } = rowOf(operation)
    for (const role of rolesOf(operation)) {
      const actor = walked.insider(role, scope === 'whole-ledger' ? '000000' : county.division)
      for (const parts of about(operation, role)) {
        const { status, body } = await ask(operation, parts, actor)
        const isHidden =
          ([401, 403, 404, 429].includes(status) || status >= 500) && !rulesOfWhatIsSent.includes(body.code)
        if (isHidden)
          faults.push(`${operation.operationId} as ${role} ${JSON.stringify(parts)}: ${status} ${body.code}`)
      }
    }
  }
  expect(faults).toEqual([])
}, 120_000)
