import { attachmentId } from '@welfare/contracts/events/attachments.ts'
import { day, idOf, partOf } from '@welfare/contracts/primitives.ts'
import { listRoute } from '@welfare/http/list-route.ts'
import type { Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import type { RegistryContext } from '../registry.context.ts'

const record = z.strictObject({
  id: z.union([partOf('access'), partOf('paymentfile')]),
  sequence: z.int().min(1),
  account: z.string(),
  readAt: z.iso.datetime(),
  operation: z.string(),
  purpose: z.string(),
  programme: idOf('programme').optional(),
  workers: z.array(idOf('worker')),
  count: z.int().min(0),
  attachment: attachmentId
    .optional()
    .meta({ description: 'Whom a signed sheet names beside the workers, it alone says' }),
})

const filter = {
  account: z
    .string()
    .regex(/^[a-z-]{1,30}\/[a-z0-9.-]{1,64}$/)
    .optional()
    .meta({ description: '`<role>/<id>`', example: 'officer/desk-1' }),
  worker: idOf('worker').optional(),
  day: day.optional(),
}

/** Who read whom by name, and what for. */
export function createAccessRoute({ facts }: RegistryContext): Route {
  return listRoute({
    path: '/v1/access-records',
    operationId: 'listAccessRecords',
    summary: "Lists who read which names within the caller's scope and what for, newest first",
    tag: 'workers',
    filter,
    item: record,
    description: 'A page',
    listRows: ({ query: { account, worker, day }, actor: { scope } }, { from, limit }) =>
      facts.listAccessRecords({ before: from === 0 ? undefined : from, limit, account, worker, day, scope }),
    placeOf: ({ sequence }) => sequence,
    toItem: ({ programme, attachment, ...rest }) => ({
      ...rest,
      ...(programme !== undefined && { programme }),
      ...(attachment !== undefined && { attachment }),
    }),
  })
}
