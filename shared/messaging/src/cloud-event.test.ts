import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { formatLogPosition, formatSequencePosition } from '@welfare/event-store/position-token.ts'
import { CloudEvent, Kafka, type KafkaMessage } from 'cloudevents'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CloudEventMessage, fromCloudEventMessage, NotAnEventError, toCloudEventMessage } from './cloud-event.ts'

const json = fc.dictionary(
  fc.string({ unit: 'binary' }).filter((key) => key.isWellFormed()),
  fc.jsonValue({ stringUnit: 'binary' }).map((value) => JSON.parse(JSON.stringify(value))),
)
const event: fc.Arbitrary<SequencedEvent> = fc
  .record({
    id: fc.uuid(),
    type: fc.stringMatching(/^[A-Z][A-Za-z0-9]{0,40}$/),
    schemaVersion: fc.integer({ min: 1, max: 999 }),
    data: json,
    metadata: json,
    stream: fc.uuid().map((id) => `wallet-${id}`),
    version: fc.integer({ min: 1, max: 10_000 }),
    recordedAt: fc
      .date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-12-31T23:59:59Z') })
      .map((date) => date.toISOString()),
    ledger: fc.uuid(),
    epoch: fc.integer({ min: 1, max: 999_999_999 }),
    sequence: fc.integer({ min: 1, max: 9_999_999_999 }),
    place: fc.option(fc.bigInt({ min: 0n, max: 2n ** 63n })),
  })
  .map(({ place, ...rest }) => {
    const prefix = `${rest.ledger}.${rest.epoch}.`
    const position =
      place === null
        ? formatSequencePosition(prefix, rest.sequence)
        : formatLogPosition(prefix, { commit: place, prepare: place }, rest.sequence)
    return { ...rest, position }
  })

/** As it comes out of a broker: everything in bytes. */
function received({ key, value, headers }: CloudEventMessage) {
  return {
    key: Buffer.from(key),
    value: Buffer.from(value),
    headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)])),
  }
}

/** What an outside consumer hands to the SDK: text. */
function forSdk({ key, value, headers }: CloudEventMessage): KafkaMessage {
  return { key, value, headers, body: value, timestamp: '0' }
}

describe('an event as a message', () => {
  it('comes back as it was, through bytes', () => {
    fc.assert(
      fc.property(event, (one) => {
        expect(fromCloudEventMessage(received(toCloudEventMessage(one)))).toEqual(one)
        expect(fromCloudEventMessage(toCloudEventMessage(one))).toEqual(one)
      }),
      { numRuns: 500 },
    )
  })

  it('is CloudEvents 1.0 in the eyes of its SDK, which validates it and finds the same', () => {
    fc.assert(
      fc.property(event, (one) => {
        const parsed = Kafka.toEvent(forSdk(toCloudEventMessage(one)))
        if (!(parsed instanceof CloudEvent)) throw new Error('not one event')
        expect(parsed.validate()).toBe(true)
        expect(parsed).toMatchObject({
          specversion: '1.0',
          id: one.id,
          source: `/ledgers/${one.ledger}`,
          type: `cn.union.welfare.${one.type}.v${one.schemaVersion}`,
          subject: one.stream,
          time: one.recordedAt,
          datacontenttype: 'application/json',
          epoch: String(one.epoch),
          sequence: String(one.sequence),
          streamversion: String(one.version),
        })
        if (parsed.position !== undefined) expect(parsed.position).toBe(one.position)
        expect(parsed.data).toEqual(one.data)
        expect(JSON.parse(String(parsed.eventmetadata))).toEqual(one.metadata)
      }),
      { numRuns: 300 },
    )
  })

  it('says its position only where nobody could derive it', () => {
    fc.assert(
      fc.property(event, (one) => {
        const bySequence = { ...one, position: formatSequencePosition(`${one.ledger}.${one.epoch}.`, one.sequence) }
        expect(toCloudEventMessage(bySequence).headers.ce_position).toBeUndefined()
        expect(fromCloudEventMessage(toCloudEventMessage(bySequence))).toEqual(bySequence)
        const inLog = {
          ...one,
          position: formatLogPosition(`${one.ledger}.${one.epoch}.`, { commit: 7n, prepare: 7n }, one.sequence),
        }
        expect(toCloudEventMessage(inLog).headers.ce_position).toBe(inLog.position)
      }),
      { numRuns: 100 },
    )
  })

  it('is keyed by its stream, and its attributes hold no character that CloudEvents forbids', () => {
    fc.assert(
      fc.property(event, (one) => {
        const message = toCloudEventMessage(one)
        expect(message.key).toBe(one.stream)
        const control = /\p{Cc}|\p{Cs}|\p{Noncharacter_Code_Point}/u
        expect(Object.values(message.headers).filter((text) => control.test(text))).toEqual([])
        expect(Object.keys(message.headers).filter((name) => !/^(content-type|ce_[a-z0-9]{1,20})$/.test(name))).toEqual(
          [],
        )
      }),
      { numRuns: 300 },
    )
  })
})

describe('what is no event of a ledger', () => {
  const [sample] = fc.sample(event, { numRuns: 1, seed: 1 })
  const message = toCloudEventMessage(sample as SequencedEvent)
  const names = Object.keys(message.headers).filter((name) => name !== 'content-type' && name !== 'ce_position')

  it.each(names)('is refused: without %s', (name) => {
    const headers = { ...message.headers, [name]: undefined }
    expect(() => fromCloudEventMessage({ ...message, headers })).toThrow(NotAnEventError)
  })

  it.each([
    ['no value', { value: null }],
    ['a value that was cut', { value: message.value.slice(0, -1) }],
    ['a list for a value', { value: '[]' }],
    ['no headers', { headers: undefined }],
    ['a type of others', { headers: { ...message.headers, ce_type: 'com.example.Something.v1' } }],
    ['a sequence below 1', { headers: { ...message.headers, ce_sequence: '0' } }],
    ['a sequence above what numbers hold', { headers: { ...message.headers, ce_sequence: '9007199254740993' } }],
    ['a header given twice', { headers: { ...message.headers, ce_id: [Buffer.from('a'), Buffer.from('b')] } }],
  ])('is refused: %s', (_name, change) => {
    expect(() => fromCloudEventMessage({ ...message, ...change })).toThrow(NotAnEventError)
  })
})
