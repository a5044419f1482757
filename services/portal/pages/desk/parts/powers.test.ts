import { expect, test } from 'vitest'
import { type AuthorityRow, powerOf } from './powers.ts'

const row: AuthorityRow = {
  operationId: 'openFund',
  method: 'POST',
  path: '/v1/funds',
  roles: ['officer'],
  scope: 'named',
  ofProgrammes: 'closed',
}
const county = { divisions: ['632701'] }

test.each([
  ['of a county', { role: 'officer', scope: county }, 'may'],
  ['of some programmes', { role: 'officer', scope: { ...county, programmes: ['programme-1'] } }, 'too-small'],
  ['of another role', { role: 'approver', scope: county }, 'other-roles'],
] as const)('an account %s', (_, account, kind) => {
  const scope = { ...account.scope, divisions: [...account.scope.divisions] }
  expect(powerOf(row, { role: account.role, scope: scope as never })).toEqual({ kind, roles: ['officer'] })
})

test('what does not ask for a division is open to who is bound to programmes', () => {
  const { ofProgrammes: _, ...open } = row
  expect(powerOf(open, { role: 'officer', scope: { ...county, programmes: ['programme-1'] } }).kind).toBe('may')
})
