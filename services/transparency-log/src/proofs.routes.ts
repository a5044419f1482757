import type { Position } from '@welfare/event-store/port.ts'
import { afterField } from '@welfare/http/after.ts'
import type { Problem } from '@welfare/http/problem.ts'
import { queryInteger } from '@welfare/http/query-fields.ts'
import { defineRoute, type Route, type RouteAnswer } from '@welfare/http/route.ts'
import { z } from 'zod'
import type { TransparencyLog } from './transparency-log.ts'
import { proveConsistency, proveInclusion, rootAt } from './tree/merkle-proofs.ts'

const tag = 'transparency-log'
const size = queryInteger({ min: 1, max: 999_999_999_999_999 })
const hash = z.string().meta({ description: 'SHA-256, base64' })
const proof = z.array(hash).meta({ description: 'RFC 9162, 2.1: from the leaves upwards' })

const inclusionAnswer = z.strictObject({
  origin: z.string(),
  sequence: z.int(),
  leafIndex: z.int().meta({ description: 'sequence − 1' }),
  leafHash: hash,
  treeSize: z.int(),
  rootHash: hash,
  proof,
  checkpoint: z.string().optional().meta({ description: 'The signed note over this tree, where one is kept' }),
})

const consistencyAnswer = z.strictObject({
  origin: z.string(),
  from: z.strictObject({ treeSize: z.int(), rootHash: hash }),
  to: z.strictObject({ treeSize: z.int(), rootHash: hash }),
  proof,
})

const scopeRefusals = { 'not-in-the-log': 404, 'checkpoint-not-reached': 503 } as const

/** Proofs for readers without a tool for tiles. */
export function createProofRoutes(log: TransparencyLog): readonly Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/v1/log/inclusion',
      operationId: 'proveInclusion',
      summary:
        'Proves that an event is in the tree; by default in that of the latest checkpoint, waiting until one covers it',
      tag,
      query: z.strictObject({
        sequence: size.optional().meta({ description: 'Of the event; this or `position`' }),
        position: afterField.meta({ description: 'The `Welfare-Position` of an answer; this or `sequence`' }),
        size: size.optional().meta({ description: 'Of the tree; default: the latest checkpoint' }),
      }),
      answers: { 200: { description: 'The proof', schema: inclusionAnswer } },
      refusals: { ...scopeRefusals, 'event-not-named': 400, 'position-malformed': 400 },
      async handle({ query, signal }) {
        const { sequence, position } = query
        if ((sequence === undefined) === (position === undefined)) return eventNotNamed
        const named = sequence ?? (await log.sequenceOf(position as Position))
        return query.size === undefined ? await proveByCheckpoint(log, named, signal) : proveAt(log, named, query.size)
      },
    }),
    defineRoute({
      method: 'get',
      path: '/v1/log/consistency',
      operationId: 'proveConsistency',
      summary: 'Proves that the tree of `to` events begins with that of `from`',
      tag,
      query: z.strictObject({ from: size, to: size }),
      answers: { 200: { description: 'The proof', schema: consistencyAnswer } },
      refusals: { 'not-in-the-log': 404 },
      handle({ query: { from, to } }) {
        const { treeSize } = log.status()
        if (from > to || to > treeSize) return notInTheLog(treeSize)
        const rootOf = (size: number) => ({ treeSize: size, rootHash: base64(rootAt(log.tree(), size)) })
        const hashes = proveConsistency(log.tree(), from, to).map(base64)
        return { status: 200, body: { origin: log.origin, from: rootOf(from), to: rootOf(to), proof: hashes } }
      },
    }),
  ]
}

async function proveByCheckpoint(
  log: TransparencyLog,
  sequence: number,
  signal: AbortSignal,
): Promise<RouteAnswer | Problem> {
  const recorded = await log.recorded()
  if (sequence > recorded) return notInTheLog(recorded)
  const checkpoint = await log.coveredBy(sequence, { signal })
  return checkpoint ? proveAt(log, sequence, checkpoint.treeSize) : checkpointNotReached
}

function proveAt(log: TransparencyLog, sequence: number, size: number): RouteAnswer | Problem {
  const { treeSize } = log.status()
  if (sequence > size || size > treeSize) return notInTheLog(treeSize)
  const leafIndex = sequence - 1
  const checkpoint = log.archive().find({ epoch: log.epoch, treeSize: size })?.note
  const body = {
    origin: log.origin,
    sequence,
    leafIndex,
    leafHash: base64(log.tree().hashes(0, leafIndex, 1)),
    treeSize: size,
    rootHash: base64(rootAt(log.tree(), size)),
    proof: proveInclusion(log.tree(), leafIndex, size).map(base64),
    ...(checkpoint !== undefined && { checkpoint }),
  }
  return { status: 200, body }
}

function base64(hash: Buffer): string {
  return hash.toString('base64')
}

function notInTheLog(treeSize: number): Problem {
  return { code: 'not-in-the-log', status: 404, facts: { treeSize } }
}

const eventNotNamed: Problem = { code: 'event-not-named', status: 400, facts: { either: ['sequence', 'position'] } }
const checkpointNotReached: Problem = { code: 'checkpoint-not-reached', status: 503, facts: {}, retryAfterS: 1 }
