import { problemOf } from '@welfare/http/answer-command.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import type { IdentityRotation } from './id-number-rotation.ts'

const REFUSALS = { 'imports-running': 409 } as const
const answer = z.strictObject({
  hashKeyVersion: z.int().min(1).meta({ description: 'Rises with each rotation' }),
  status: z.enum(['running', 'done']),
})

/** A newer key for the hash of identity numbers; to be asked for after erasures. */
export function createIdentityRotationRoutes(rotation: IdentityRotation): readonly Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/v1/identity-hash-rotation',
      operationId: 'rotateIdentityHash',
      summary: 'Rotates the key of reserved identity numbers: the living are reserved again, the old key is destroyed',
      tag: 'workers',
      answers: { 202: { description: 'Under way, or done', schema: answer } },
      refusals: REFUSALS,
      handle({ commandId }) {
        const begun = rotation.begin(commandId)
        if (begun === 'imports-running') return problemOf({ code: begun, facts: {} }, REFUSALS)
        return { status: 202, body: rotation.status(), headers: { Location: '/v1/identity-hash-rotation' } }
      },
    }),
    defineRoute({
      method: 'get',
      path: '/v1/identity-hash-rotation',
      operationId: 'readIdentityHashRotation',
      summary: 'Reads under which key identity numbers are reserved, and whether a rotation is under way',
      tag: 'workers',
      answers: { 200: { description: 'How far it is', schema: answer } },
      refusals: {},
      handle: () => ({ status: 200, body: rotation.status() }),
    }),
  ]
}
