import { expect, it } from 'vitest'
import { isSameOrigin } from './cross-origin.ts'

const host = 'ledger.example'
const cases: readonly [string, Parameters<typeof isSameOrigin>[0], boolean][] = [
  ['a page of ours', { host, 'sec-fetch-site': 'same-origin', origin: 'https://ledger.example' }, true],
  ['the address bar', { host, 'sec-fetch-site': 'none' }, true],
  ['a page of a sibling host', { host, 'sec-fetch-site': 'same-site', origin: 'https://evil.example' }, false],
  ['a page elsewhere', { host, 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }, false],
  ['an old browser, our page', { host, origin: 'https://ledger.example' }, true],
  ['an old browser, another page', { host, origin: 'https://evil.example' }, false],
  ['an old browser, another port', { host, origin: 'https://ledger.example:8443' }, false],
  ['a page without origin', { host, origin: 'null' }, false],
  ['a program', { host }, true],
]
it.each(cases)('%s', (_name, headers, isOurs) => {
  expect(isSameOrigin(headers)).toBe(isOurs)
})
