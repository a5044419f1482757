import '../../common/without-a-browser.fixture.ts'
import { expect, it } from 'vitest'
import { sayActor } from './actors.ts'

it('who did it is an account with its role, or the system', () => {
  expect(sayActor('officer/desk-1')).toBe('desk-1（经办人）')
  expect(sayActor('merchant-till/till-1')).toBe('till-1（商户收银）')
  expect(sayActor('process/deliver-credits')).toBe('系统')
  expect(sayActor('ledger')).toBe('系统')
  expect(sayActor('something else')).toBe('something else')
  expect(sayActor(undefined)).toBe('')
})
