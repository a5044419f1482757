import { randomBytes } from 'node:crypto'
import { createSimulatedClock } from '@welfare/process/clock.ts'
import { expect, it, test } from 'vitest'
import { problem } from '../problem.ts'
import { actorStatementHeader, createActorStatements } from './actor-statement.ts'
import type { Authenticated } from './authenticator.ts'

const secret = randomBytes(32)
const startAt = new Date('2025-06-01T00:00:00Z')
const clock = createSimulatedClock({ startAt })
const statements = createActorStatements(secret, clock)

const who: Authenticated = {
  actor: {
    role: 'merchant-till',
    id: 'till-1',
    scope: { divisions: ['632701'], merchants: [`merchant-${crypto.randomUUID()}`] },
  },
  by: 'cookie',
}
const asks = { method: 'POST', target: '/v1/vouchers/7KQ2M9XHT4/redemptions?after=p', address: '203.0.113.9' }
const said = statements.sign(who, asks)

const believe = (given: string, of: object = {}, by = statements) =>
  by.authenticator.authenticate({ ...asks, headers: { [actorStatementHeader]: given }, ...of })

it('hands on the caller, how they signed in and where they are', () => {
  expect(believe(said)).toEqual({ ...who, address: '203.0.113.9' })
})

it('is nobody without a statement, whatever else the request claims', () => {
  const headers = { authorization: 'Bearer local.administrator.x', cookie: 'session=x', 'welfare-actor': 'officer/x' }
  expect(statements.authenticator.authenticate({ ...asks, headers })).toBeUndefined()
})

const [text = '', signature = ''] = said.split('.')
const widened = Buffer.from(
  Buffer.from(text, 'base64url').toString().replace('"merchant-till"', '"administrator"'),
).toString('base64url')

test.each([
  ['for another method', said, { method: 'PUT' }],
  ['for another path', said, { target: '/v1/vouchers/7KQ2M9XHT5/redemptions?after=p' }],
  ['for another query', said, { target: '/v1/vouchers/7KQ2M9XHT4/redemptions' }],
  ['with another role', `${widened}.${signature}`, {}],
  ['without signature', text, {}],
  ['with an empty signature', `${text}.`, {}],
  ['with half the signature', `${text}.${signature.slice(0, 20)}`, {}],
  ['with more behind it', `${said}.x`, {}],
  ['given twice', `${said}, ${said}`, {}],
  ['that is empty', '', {}],
])('a statement %s is not believed', (_name, given, of) => {
  expect(believe(given, of)).toEqual(problem('credentials-invalid'))
})

it('is not believed when another ledger made it', () => {
  expect(believe(createActorStatements(randomBytes(32), clock).sign(who, asks))).toEqual(problem('credentials-invalid'))
})

it('is not believed after half a minute', () => {
  const later = (ms: number) =>
    createActorStatements(secret, createSimulatedClock({ startAt: new Date(startAt.getTime() + ms) }))
  expect(believe(said, {}, later(29_999))).toMatchObject(who)
  expect(believe(said, {}, later(30_000))).toEqual(problem('credentials-invalid'))
})
