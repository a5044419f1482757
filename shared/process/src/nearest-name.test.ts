import { expect, test } from 'vitest'
import { configNames } from './config.ts'
import { namesByNearness } from './nearest-name.ts'

test.each([
  ['WELFARE_DATADIR', 'WELFARE_DATA_DIR'],
  ['WELFARE_ALLOWED_HOST', 'WELFARE_ALLOWED_HOSTS'],
  ['WELFARE_TLS_CERTFILE', 'WELFARE_TLS_CERT_FILE'],
  ['WELFARE_LOGLEVEL', 'WELFARE_LOG_LEVEL'],
])('%s was meant to be %s', (given, meant) => {
  expect(namesByNearness(given, configNames)[0]).toBe(meant)
})
