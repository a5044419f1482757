import { createRequire } from 'node:module'
import { formatSequencePosition } from '@welfare/event-store/position-token.ts'
import { type CloudEventMessage, toCloudEventMessage } from '@welfare/messaging/cloud-event.ts'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { describe, expect, it, test } from 'vitest'
import { asyncApiDocument } from '../../infra/kafka/asyncapi-document.ts'
import { listGoldens, readGolden } from '../../shared/contracts/golden/golden-files.ts'

const document = asyncApiDocument()
/** As `npm run asyncapi` writes it. */
const written = JSON.stringify(document)
const ajv = new Ajv({ strict: false, allErrors: true })
addFormats.default(ajv)
ajv.addSchema(JSON.parse(written), 'document')

test('it is valid AsyncAPI 3.0, and breaking it is seen', () => {
  const schema: unknown = createRequire(import.meta.url)('@asyncapi/specs/schemas/3.0.0.json')
  if (typeof schema !== 'object' || schema === null) throw new Error('no schema of AsyncAPI 3.0')
  const validator = new Ajv({ strict: false, allErrors: true, meta: false, validateSchema: false })
  addFormats.default(validator)
  const validate = validator.compile(schema)
  validate(JSON.parse(written))
  expect(validate.errors ?? []).toEqual([])
  expect(validate({ ...JSON.parse(written), operations: { relayLedger: { action: 'shout' } } })).toBe(false)
})

test('every reference within it leads somewhere', () => {
  const references = [...written.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path = '']) => path)
  const lookUp = (path: string) =>
    path.split('/').reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document)
  expect(references.length).toBeGreaterThan(100)
  expect(references.filter((path) => lookUp(path) === undefined)).toEqual([])
})

describe.each(listGoldens())('%s as a message', (file) => {
  const name = file.slice(0, -'.json'.length)
  const message = messageOf(file)

  it('has the headers and the payload that the document gives it', () => {
    expect(errorsOf(name, 'headers', message.headers)).toEqual([])
    expect(errorsOf(name, 'payload', JSON.parse(message.value))).toEqual([])
    expect(errorsOf(name, 'bindings/kafka/key', message.key)).toEqual([])
  })

  it('would not pass as another type, or without its data', () => {
    const headers = { ...message.headers, ce_type: 'cn.union.welfare.SomethingElse.v1' }
    expect(errorsOf(name, 'headers', headers)).not.toEqual([])
    expect(errorsOf(name, 'payload', 'no object')).not.toEqual([])
  })
})

function messageOf(file: string): CloudEventMessage {
  const { type, schemaVersion, stream, data } = readGolden(file)
  const ledger = '00000000-0000-7000-8000-000000000000'
  const metadata = {
    commandId: '00000000-0000-4000-8000-000000000001',
    inputHash: 'x',
    actor: 'officer/1',
    occurredAt: '2025-07-26T04:00:00.000Z',
    accountingDate: '2025-07-26',
  }
  const metadataErrors = validate('document#/components/schemas/EventMetadata', metadata)
  if (metadataErrors.length > 0) throw new Error(JSON.stringify(metadataErrors))
  return toCloudEventMessage({
    ...{ id: '00000000-0000-5000-8000-000000000001', type, schemaVersion, data, metadata, stream, version: 3 },
    ...{ recordedAt: '2025-07-26T04:00:00.100Z', ledger, epoch: 1, sequence: 17 },
    position: formatSequencePosition(`${ledger}.1.`, 17),
  })
}

function errorsOf(name: string, part: string, value: unknown): readonly unknown[] {
  return validate(`document#/components/messages/${name}/${part}`, value)
}

function validate(reference: string, value: unknown): readonly unknown[] {
  const check = ajv.getSchema(reference)
  if (check === undefined) throw new Error(`the document has no ${reference}`)
  check(value)
  return check.errors ?? []
}
