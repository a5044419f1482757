import { describe, expect, it } from 'vitest'
import { ConfigError, readConfig } from './config.ts'

/** Of a ledger in one process. */
const inOneProcess = {
  store: undefined,
  kafka: undefined,
  backends: undefined,
  instance: '1',
  keysFolder: undefined,
}

describe('the configuration', () => {
  it('has a default for everything', () => {
    expect(readConfig({ PATH: '/bin', HOME: '/root' })).toEqual({
      port: 8080,
      host: '127.0.0.1',
      dataFolder: './data',
      logLevel: undefined,
      token: undefined,
      sessionFile: expect.stringMatching(/welfare.session\.json$/),
      masterKeyFile: undefined,
      allowedHosts: undefined,
      tls: undefined,
      isBehindTlsProxy: false,
      maxRosterRows: 20_000,
      ...inOneProcess,
    })
  })

  it('comes from the environment', () => {
    const environment = {
      PORT: '0',
      WELFARE_HOST: '::1',
      WELFARE_DATA_DIR: '/var/ledger',
      WELFARE_LOG_LEVEL: 'debug',
      WELFARE_TOKEN: 'wl_of-an-auditor',
      WELFARE_MASTER_KEY_FILE: '/run/secrets/master',
      WELFARE_ALLOWED_HOSTS: 'Ledger.example, localhost',
      WELFARE_TLS_CERT_FILE: '/run/tls/cert.pem',
      WELFARE_TLS_KEY_FILE: '/run/tls/key.pem',
      WELFARE_BEHIND_TLS_PROXY: 'true',
    }
    expect(readConfig(environment)).toEqual({
      port: 0,
      host: '::1',
      dataFolder: '/var/ledger',
      logLevel: 'debug',
      token: 'wl_of-an-auditor',
      sessionFile: expect.stringMatching(/welfare.session\.json$/),
      masterKeyFile: '/run/secrets/master',
      allowedHosts: ['ledger.example', 'localhost'],
      tls: { certFile: '/run/tls/cert.pem', keyFile: '/run/tls/key.pem' },
      isBehindTlsProxy: true,
      maxRosterRows: 20_000,
      ...inOneProcess,
    })
  })

  it('refuses a certificate without its key', () => {
    expect(() => readConfig({ WELFARE_TLS_CERT_FILE: '/run/tls/cert.pem' })).toThrow('WELFARE_TLS_KEY_FILE has')
    expect(() => readConfig({ WELFARE_TLS_KEY_FILE: '/run/tls/key.pem' })).toThrow('WELFARE_TLS_CERT_FILE has')
  })

  it('refuses names that it does not know, and says the nearest that it does', () => {
    const read = () => readConfig({ WELFARE_DATADIR: '/x', WELFARE_PORT: '1' })
    expect(read).toThrow(ConfigError)
    expect(read).toThrow('WELFARE_DATADIR, WELFARE_PORT is not known; the nearest that is known is WELFARE_DATA_DIR, ')
    expect(read).toThrow(/choose among WELFARE_DATA_DIR, .* \d\d more/)
  })

  it('refuses a name of before, and says the one of today', () => {
    const read = () => readConfig({ WELFARE_BACKENDS: 'funds=http://funds:8080' })
    expect(read).toThrow('WELFARE_BACKENDS is called WELFARE_SERVICE_URLS now')
    expect(read).not.toThrow('is not known')
  })

  it.each([
    ['PORT', ''],
    ['PORT', '65536'],
    ['PORT', '80a'],
    ['PORT', '-1'],
    ['PORT', '0x50'],
    ['WELFARE_LOG_LEVEL', 'loud'],
    ['WELFARE_DATA_DIR', ''],
  ])('refuses %s = %j without repeating it', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(`${name} has a value that it cannot have`)
    if (value) expect(() => readConfig({ [name]: value })).not.toThrow(value)
  })
})
