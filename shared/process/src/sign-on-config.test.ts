import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readConfig } from './config.ts'

const environment = {
  WELFARE_OIDC_ISSUER: 'https://sign-on.example',
  WELFARE_OIDC_CLIENT_ID: 'welfare-ledger',
  WELFARE_OIDC_CLIENT_SECRET: 'secret',
  WELFARE_OIDC_REDIRECT_URL: 'https://ledger.example/v1/sign-on/callback',
}

test('signing on elsewhere is configured wholly, or not at all', () => {
  expect(readConfig({}).signOn).toBeUndefined()
  expect(readConfig(environment).signOn).toEqual({
    issuer: 'https://sign-on.example',
    clientId: 'welfare-ledger',
    clientSecret: 'secret',
    redirectUrl: 'https://ledger.example/v1/sign-on/callback',
    accountClaim: 'preferred_username',
  })
  for (const missing of Object.keys(environment)) {
    expect(() => readConfig({ ...environment, [missing]: undefined })).toThrow(
      new RegExp(`: ${missing}(, ${missing}_FILE)? has`),
    )
  }
  expect(readConfig({ ...environment, WELFARE_OIDC_ACCOUNT_CLAIM: 'account' }).signOn?.accountClaim).toBe('account')
})

test.each([
  ['WELFARE_OIDC_ISSUER', 'http://sign-on.example'],
  ['WELFARE_OIDC_ISSUER', 'sign-on.example'],
  ['WELFARE_OIDC_REDIRECT_URL', 'http://ledger.example/v1/sign-on/callback'],
  ['WELFARE_OIDC_REDIRECT_URL', 'https://ledger.example/'],
])('%s is not %s', (name, value) => {
  expect(() => readConfig({ ...environment, [name]: value })).toThrow(`${name} has`)
})

test('on this machine it may go without TLS', () => {
  const local = {
    WELFARE_OIDC_ISSUER: 'http://127.0.0.1:9',
    WELFARE_OIDC_REDIRECT_URL: 'http://[::1]/v1/sign-on/callback',
  }
  expect(readConfig({ ...environment, ...local }).signOn?.issuer).toBe('http://127.0.0.1:9')
})

test('the secret may lie in a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'welfare-config-'))
  try {
    const file = join(folder, 'secret')
    const withFile = { ...environment, WELFARE_OIDC_CLIENT_SECRET: undefined, WELFARE_OIDC_CLIENT_SECRET_FILE: file }
    expect(() => readConfig(withFile)).toThrow('WELFARE_OIDC_CLIENT_SECRET_FILE has')
    writeFileSync(file, 'from a file\n')
    expect(readConfig(withFile).signOn?.clientSecret).toBe('from a file')
  } finally {
    rmSync(folder, { recursive: true })
  }
})
