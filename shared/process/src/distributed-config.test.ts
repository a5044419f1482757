import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readConfig } from './config.ts'

const folder = mkdtempSync(join(tmpdir(), 'distributed-config-'))
afterAll(() => rmSync(folder, { recursive: true }))
const secretFile = join(folder, 'secret')
writeFileSync(secretFile, 'of-the-house\n')

describe('the configuration of services apart', () => {
  it('names store, brokers and backends', () => {
    expect(
      readConfig({
        WELFARE_STORE_URL: 'esdb://127.0.0.1:2113?tls=false',
        WELFARE_KAFKA_BROKERS: 'kafka-1:9092, kafka-2:9092',
        WELFARE_KAFKA_TLS: 'true',
        WELFARE_KAFKA_USERNAME: 'ledger',
        WELFARE_KAFKA_PASSWORD_FILE: secretFile,
        WELFARE_SERVICE_URLS: 'funds=http://funds:8080; vouchers=http://v1:8080,http://v2:8080',
        WELFARE_INSTANCE: 'vouchers-2',
      }),
    ).toMatchObject({
      store: { url: 'esdb://127.0.0.1:2113?tls=false', namespace: undefined },
      kafka: {
        brokers: ['kafka-1:9092', 'kafka-2:9092'],
        tls: true,
        sasl: { username: 'ledger', password: 'of-the-house' },
      },
      backends: { funds: ['http://funds:8080'], vouchers: ['http://v1:8080', 'http://v2:8080'] },
      instance: 'vouchers-2',
    })
  })

  it('takes an EventStoreDB cluster by its connection string', () => {
    const url = 'esdb://ledger:pw@n1:2113,n2:2113,n3:2113?tls=true&nodePreference=leader'
    expect(readConfig({ WELFARE_STORE_URL: url, WELFARE_STORE_NAMESPACE: 'qinghai' }).store).toEqual({
      url,
      namespace: 'qinghai',
    })
  })

  it.each([
    [{ WELFARE_STORE_URL_FILE: join(folder, 'not-there') }, 'WELFARE_STORE_URL_FILE'],
    [{ WELFARE_STORE_URL_FILE: secretFile }, 'WELFARE_STORE_URL_FILE'],
    [{ WELFARE_STORE_URL: 'ftp://127.0.0.1' }, 'WELFARE_STORE_URL'],
    [{ WELFARE_KAFKA_BROKERS: 'kafka' }, 'WELFARE_KAFKA_BROKERS'],
    [{ WELFARE_KAFKA_USERNAME: 'ledger' }, 'WELFARE_KAFKA_BROKERS'],
    [{ WELFARE_KAFKA_BROKERS: 'k:1', WELFARE_KAFKA_USERNAME: 'ledger' }, 'WELFARE_KAFKA_PASSWORD_FILE'],
    [{ WELFARE_KAFKA_BROKERS: 'k:1', WELFARE_KAFKA_PASSWORD_FILE: secretFile }, 'WELFARE_KAFKA_USERNAME'],
    [{ WELFARE_SERVICE_URLS: 'funds' }, 'WELFARE_SERVICE_URLS'],
    [{ WELFARE_INSTANCE: 'Vouchers 2' }, 'WELFARE_INSTANCE'],
  ])('refuses %j', (environment, name) => {
    expect(() => readConfig(environment)).toThrow(`${name} has a value that it cannot have`)
  })

  it.each(['http://127.0.0.1:7070', 'https://store.example', 'unix:/run/welfare/store.sock'])(
    'refuses the store of another process, %s, and says what is wanted',
    (url) => {
      const read = () => readConfig({ WELFARE_STORE_URL: url })
      expect(read).toThrow(/WELFARE_STORE_URL has a value that it cannot have, or none; it takes esdb:/)
      expect(() => readConfig({ WELFARE_STORE_TOKEN_FILE: secretFile })).toThrow(
        'WELFARE_STORE_TOKEN_FILE is not known',
      )
    },
  )
})
