import { randomUUID } from 'node:crypto'
import type { Request } from './api.ts'
import type { Operation } from './api-document.ts'
import { callerOf, strangerTo } from './asking.ts'
import type { KnownIds } from './one-of-everything.ts'

export function hostileIds(good: string, ids: KnownIds): string[] {
  const [category] = good.split('-')
  const of = (word: string | undefined) => `${word}-${randomUUID()}`
  // A trail is of anything; all else is of one category.
  const other = category === 'batch' ? 'x-1' : category === 'fund' ? ids.merchant?.[0] : ids.fund?.[0]
  return [
    of(category),
    `${of(category)}.99`,
    other ?? '',
    'x',
    '%20',
    '%00',
    '%ff',
    '%zz',
    '%F0%9F%A7%A7',
    "1'%20OR%201=1",
    `${good}%0a`,
    'x'.repeat(3_000),
    '%2e%2e%2f',
    '__proto__',
  ]
}

/** Nearly ids: of the category that is right here, or of each that jobs have. */
export function misshapenIds(good: string, isJob = false): string[] {
  const [category] = good.split('-')
  return (isJob ? ['import', 'batch'] : [category]).flatMap((name) => {
    const id = `${name}-${randomUUID()}`
    return [
      ...[
        `${name}`,
        `${name}-`,
        `${name}-x`,
        `${name}-${'0'.repeat(36)}`,
        id.toUpperCase(),
        `${id}.1`,
        `${id}.0`,
        `${id}.999999999999`,
      ],
      ...[
        `${id};a=b`,
        `${id}@1`,
        `${id}%2f..`,
        `${id}%20`,
        `${id}-${id}`,
        `${id.slice(0, -1)}`,
        `${id}0`,
        `${id}?x`.replace('?', '%3f'),
      ],
    ]
  })
}

const cursors = [
  '!',
  'x'.repeat(600),
  ...['null', '[]', '{}', '["a",1,2,3]', '[1e400]', '[0.5]'].map((text) => Buffer.from(text).toString('base64url')),
]
export const hostileQueries: Readonly<Record<string, readonly string[]>> = {
  limit: ['0', '-1', '1e3', '1001', '9007199254740993', 'abc', '', '0x10', '1.5'],
  cursor: cursors,
  at: ['-1', '1.5', '2025-13-01T00:00:00Z', '2025-06-01', '9007199254740993', '999999999999', 'now', ''],
  effective: ['2025-02-30', '2025-6-1', 'x', '', '-1'],
  after: ['x', '', `${randomUUID()}.1.5`, '%E2%82%AC', 'null'],
  dryRun: ['1', 'TRUE', '', 'yes'],
  by: ['__proto__', '', 'Fund'],
  division: ['63', '0', '6327011', ''],
  fromSequence: ['0', '-1', '1e3', '9007199254740993'],
  account: ['__proto__', 'constructor', ''],
}

const withoutCredentials: readonly Partial<Request>[] = [
  { actor: null },
  ...[
    '',
    'Bearer',
    'Bearer ',
    'Bearer wl_nothing-that-was-ever-issued',
    'Bearer local.administrator.x',
    'Bearer local.approver.x',
    `Bearer ${'x'.repeat(10_000)}`,
    'Basic b2ZmaWNlcjp0ZXN0',
    'officer/test',
  ].map((authorization) => ({ actor: null, headers: { authorization } })),
  { actor: null, headers: { cookie: 'session=nothing-that-was-ever-a-session' } },
  { actor: null, headers: { 'welfare-actor': 'officer/test' } },
]
const wrongKeys: readonly Partial<Request>[] = [
  { key: 'short' },
  { key: 'with a blank' },
  { key: 'x'.repeat(201) },
  { headers: { 'idempotency-key': '' } },
]

export function hostileHeaders(operation: Operation, ids: KnownIds): Partial<Request>[] {
  const stranger = strangerTo(operation.operationId, ids)
  const isPublic = callerOf(operation.operationId, ids) === null
  const takesJson = operation.body !== undefined
  return [
    ...(isPublic ? [] : withoutCredentials),
    ...(stranger === undefined ? [] : [{ actor: stranger }]),
    ...(isPublic ? [] : wrongKeys),
    ...['abc', '*', 'W/"1"', '"1", "2"', '"-1"', '"1.5"', '"9007199254740993"'].map((tag) => ({
      headers: { 'if-match': tag },
    })),
    ...(takesJson ? [{ headers: { 'content-type': 'text/plain' } }, { headers: { 'content-encoding': 'gzip' } }] : []),
    ...(takesJson ? [{ headers: { 'content-type': 'application/json; charset=gb18030' } }] : []),
  ]
}
