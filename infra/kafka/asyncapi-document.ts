import { eventCatalogue } from '@welfare/contracts/catalogue.ts'
import type { EventDefinition } from '@welfare/contracts/event-definition.ts'
import { eventMetadata } from '@welfare/contracts/metadata.ts'
import { ledgerTopicSettings } from '@welfare/messaging/kafka/topic-settings.ts'
import { z } from 'zod'

/**
 * What stands in the topics, for readers from outside: an AsyncAPI 3.0 document, made from the catalogue of events. A type that
 * had earlier versions has a message for each; what those hold is in the golden files, the schema is of the newest.
 */
export function asyncApiDocument(): AsyncApiDocument {
  const messages = Object.fromEntries(Object.entries(eventCatalogue).flatMap(toMessages))
  const references = Object.fromEntries(
    Object.keys(messages).map((name) => [name, { $ref: `#/components/messages/${name}` }]),
  )
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Welfare ledger: events',
      version: '0.1.0',
      description:
        'Every event of a ledger as a CloudEvents 1.0 message (Kafka binding, binary mode). A message may come more than once: ce_id says which.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/json',
    channels: {
      ledger: {
        address: 'welfare.{ledger}.{epoch}',
        title: 'One epoch of a ledger, in sequence order',
        description:
          'One partition. The first occurrence of every ce_sequence stands in order and without gaps; repeats may follow. The record of a sequence stands at its offset + 1 or later.',
        parameters,
        messages: references,
        bindings: { kafka: { bindingVersion: '0.5.0', partitions: ledgerTopicSettings.partitions } },
      },
    },
    operations: {
      relayLedger: { action: 'send', channel: { $ref: '#/channels/ledger' } },
    },
    components: {
      messages,
      schemas: {
        CloudEventHeaders: cloudEventHeaders,
        EventMetadata: toJsonSchema(eventMetadata),
        JsonValue: jsonValue,
      },
    },
  }
}

export interface AsyncApiDocument {
  readonly asyncapi: '3.0.0'
  readonly info: object
  readonly defaultContentType: string
  readonly channels: Readonly<Record<string, object>>
  readonly operations: Readonly<Record<string, object>>
  readonly components: {
    readonly messages: Readonly<Record<string, AsyncApiMessage>>
    readonly schemas: Readonly<Record<string, object>>
  }
}

interface AsyncApiMessage {
  readonly name: string
  readonly title: string
  readonly headers: object
  readonly payload: object
  readonly bindings: object
}

const parameters = {
  ledger: { description: 'Id of the ledger, a UUID' },
  epoch: { description: 'Counts from 1; a restore from backup begins the next, in a topic of its own' },
}

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const count = { type: 'string', pattern: '^[1-9][0-9]*$' }
const streamName = (category: string) => ({ type: 'string', pattern: `^${category}-${uuid}$` })

const cloudEventHeaders = {
  type: 'object',
  required: [
    ...['content-type', 'ce_specversion', 'ce_id', 'ce_source', 'ce_type', 'ce_subject', 'ce_time'],
    ...['ce_epoch', 'ce_sequence', 'ce_streamversion', 'ce_eventmetadata'],
  ],
  properties: {
    'content-type': { const: 'application/json' },
    ce_specversion: { const: '1.0' },
    ce_id: {
      type: 'string',
      pattern: `^${uuid}$`,
      description: 'Of the event; the same in every repeat of the message',
    },
    ce_source: { type: 'string', pattern: `^/ledgers/${uuid}$` },
    ce_type: { type: 'string', pattern: '^cn\\.union\\.welfare\\.[A-Z][A-Za-z0-9]*\\.v[1-9][0-9]*$' },
    ce_subject: { ...streamName('[a-z][a-z-]*'), description: 'The stream that the event stands in' },
    ce_time: { type: 'string', format: 'date-time', description: 'When it was recorded, UTC' },
    ce_epoch: { ...count, description: 'In which it was recorded' },
    ce_sequence: { ...count, description: 'Place in the ledger: 1, 2, 3 …' },
    ce_streamversion: { ...count, description: 'Place in its stream: 1, 2, 3 …' },
    ce_position: {
      type: 'string',
      description:
        'Opaque; may be given back to the ledger. Only where it does not follow from ledger, epoch and sequence',
    },
    ce_eventmetadata: {
      type: 'string',
      contentMediaType: 'application/json',
      description: 'JSON text of the schema EventMetadata',
    },
  },
}

const OWN_DEFINITION = '#/definitions/__schema0'
const JSON_VALUE = '#/components/schemas/JsonValue'
const jsonValue = {
  anyOf: [
    ...['string', 'number', 'boolean', 'null'].map((type) => ({ type })),
    { type: 'array', items: { $ref: JSON_VALUE } },
    { type: 'object', propertyNames: { type: 'string' }, additionalProperties: { $ref: JSON_VALUE } },
  ],
}

function toMessages([type, definition]: [string, EventDefinition]): [string, AsyncApiMessage][] {
  const { category, schemaVersion, schema } = definition
  return Array.from({ length: schemaVersion }, (_, index) => index + 1).map((version) => {
    const name = `cn.union.welfare.${type}.v${version}`
    const headers = {
      allOf: [
        { $ref: '#/components/schemas/CloudEventHeaders' },
        { type: 'object', properties: { ce_type: { const: name }, ce_subject: streamName(category) } },
      ],
    }
    const payload =
      version === schemaVersion
        ? toJsonSchema(schema)
        : { type: 'object', description: `As recorded before version ${schemaVersion}` }
    const bindings = { kafka: { bindingVersion: '0.5.0', key: streamName(category) } }
    return [`${type}.v${version}`, { name, title: `${type}, version ${version}`, headers, payload, bindings }]
  })
}

/**
 * As the JSON Schema that AsyncAPI's schemas are made of (draft 7), where an example stands in a list. What refers to itself is a definition of
 * the schema's own there; the only such thing in events, a value of any form, has a place of its own here.
 */
function toJsonSchema(schema: z.ZodType): object {
  const {
    $schema: _dialect,
    definitions,
    ...rest
  } = z.toJSONSchema(schema, {
    target: 'draft-7',
    override: ({ jsonSchema }) => {
      const { example } = jsonSchema
      if (example === undefined) return
      delete jsonSchema.example
      Object.assign(jsonSchema, { examples: [example] })
    },
  })
  if (definitions === undefined) return rest
  const own = JSON.stringify(definitions).replaceAll(OWN_DEFINITION, JSON_VALUE)
  if (own !== JSON.stringify({ __schema0: jsonValue })) throw new Error(`a definition that has no place yet: ${own}`)
  return JSON.parse(JSON.stringify(rest).replaceAll(OWN_DEFINITION, JSON_VALUE))
}
