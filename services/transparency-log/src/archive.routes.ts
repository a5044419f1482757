import { answerPage, pageOf } from '@welfare/http/paging.ts'
import { isProblem } from '@welfare/http/problem.ts'
import { decodeCursor, pageFields } from '@welfare/http/query-fields.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import type { TransparencyLog } from './transparency-log.ts'

const archivedCheckpoint = z.strictObject({
  epoch: z.int(),
  treeSize: z.int(),
  rootHash: z.string().meta({ description: 'SHA-256, base64' }),
  note: z.string().meta({ description: 'The signed note, with cosignatures' }),
  through: z.iso.datetime().meta({ description: 'When the last event of the tree was recorded' }),
})

const place = z.tuple([z.int(), z.int()])

/** The checkpoints that were kept, in every epoch. No listRoute: it goes backwards, by two numbers. */
export function createArchiveRoutes(log: TransparencyLog): readonly Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/v1/log/checkpoints',
      operationId: 'listCheckpoints',
      summary:
        'Lists signed checkpoints, newest first: the latest, the last of each hour with events, every cosigned one',
      tag: 'transparency-log',
      query: z.strictObject(pageFields),
      answers: { 200: { description: 'Checkpoints', schema: pageOf(archivedCheckpoint) } },
      refusals: {},
      handle({ query: { limit, cursor } }) {
        const before = decodeCursor(cursor, place)
        if (before && isProblem(before)) return before
        const rows = log.archive().list(limit + 1, before && { epoch: before[0], treeSize: before[1] })
        return answerPage(
          rows,
          limit,
          ({ epoch, treeSize }) => [epoch, treeSize],
          (row) => row,
        )
      },
    }),
  ]
}
