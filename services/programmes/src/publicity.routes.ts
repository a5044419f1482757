import { commandRoute } from '@welfare/http/command-route.ts'
import type { Route } from '@welfare/http/route.ts'
import { programmeDecider } from './programme.decider.ts'
import { type ProgrammesContext, programmeCodec } from './programmes.context.ts'
import { programmeParams } from './programmes.routes.ts'
import { publicityAnswer, publicityBody } from './wire.ts'

/** Switches the public page of a programme on and off; what stands on it is a report. */
export function createPublicityRoute(context: ProgrammesContext): Route {
  return commandRoute(context, {
    method: 'put',
    path: '/v1/programmes/{id}/publicity',
    operationId: 'setProgrammePublicity',
    summary: 'Switches the public page of a programme on or off, also after its closing',
    tag: 'programmes',
    params: programmeParams,
    body: publicityBody,
    answers: { 200: { description: 'Whether anybody may read the page', schema: publicityAnswer } },
    refusals: { 'programme-unknown': 404 },
    decidedBy: [programmeDecider, programmeCodec],
    toCommand: ({ params, body }) => ({
      stream: params.id,
      command: { type: 'SetPublicity', ...body },
      mayCreate: true,
    }),
    toAnswer: (_, { params, body: { isPublic } }) => ({ status: 200, body: { programme: params.id, isPublic } }),
  })
}
