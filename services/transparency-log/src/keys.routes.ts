import { defineRoute, type Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import type { TransparencyLog } from './transparency-log.ts'

const tag = 'transparency-log'
const text = 'text/plain; charset=utf-8'
const verifierKey = z.string().meta({ description: '`<name>+<key id>+<key>`, as C2SP signed-note has it' })

const logKey = z.strictObject({
  verifierKey,
  statement: z.string().optional().meta({ description: 'A note that names this key, signed by the key before it' }),
})

/** The keys that signed, and how one follows another. */
export function createKeyRoutes(log: TransparencyLog): readonly Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/log/keys',
      operationId: 'readLogKeys',
      summary: 'Lists every verifier key of the log, newest first, one a line',
      tag,
      answers: { 200: { description: 'Verifier keys', contentType: text } },
      refusals: {},
      handle() {
        const lines = log
          .archive()
          .keys()
          .map((key) => `${key.verifierKey}\n`)
        return { status: 200, body: lines.join(''), contentType: text }
      },
    }),
    defineRoute({
      method: 'get',
      path: '/v1/log/keys',
      operationId: 'listLogKeys',
      summary:
        'Lists every verifier key of the log, newest first, with the statement by which the one before it named it',
      tag,
      answers: { 200: { description: 'Keys', schema: z.strictObject({ items: z.array(logKey) }) } },
      refusals: {},
      handle() {
        const keys = log.archive().keys()
        const items = keys.map(({ verifierKey, statement }) => ({ verifierKey, ...(statement && { statement }) }))
        return { status: 200, body: { items } }
      },
    }),
    defineRoute({
      method: 'post',
      path: '/v1/log/key-rotations',
      operationId: 'rotateLogKey',
      summary:
        'Makes a new signing key; the one before names it in a signed statement, and signs too until the next rotation',
      tag,
      body: z.strictObject({
        retirePrevious: z.boolean().default(false).meta({ description: 'The key before signs no more checkpoints' }),
      }),
      answers: { 201: { description: 'The new key', schema: z.strictObject({ verifierKey }) } },
      refusals: {},
      async handle({ commandId, body }) {
        const made = await log.rotateKey({ commandId, retire: body.retirePrevious })
        return { status: 201, body: { verifierKey: made } }
      },
    }),
  ]
}
