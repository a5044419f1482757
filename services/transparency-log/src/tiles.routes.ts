import type { Problem } from '@welfare/http/problem.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import type { TransparencyLog } from './transparency-log.ts'
import { maxTileSegments, parseTilePlace, type TilePlace } from './tree/tile-path.ts'
import { hashesAt, tileWidth } from './tree/tree-files.ts'

const tag = 'transparency-log'
const octets = 'application/octet-stream'
const segmentNames = ['first', 'second', 'third'].slice(0, maxTileSegments)
/** One of `x001`, `067`, `067.p` and a width. */
const segment = z.string().regex(/^(x\d{3}|\d{1,3}(\.p)?)$/)
const level = z.string().regex(/^\d{1,2}$/)
const forEver = { 'cache-control': 'public, max-age=31536000, immutable' }

/**
 * C2SP tlog-tiles under `/log`: other people's tools read them. A path of tiles is of one to three segments: enough for 256 million events.
 */
export function createTileRoutes(log: TransparencyLog): readonly Route[] {
  return [
    createCheckpointRoute(log),
    ...segmentNames.flatMap((_, at) => createTileRoutesOf(log, segmentNames.slice(0, at + 1))),
  ]
}

function createCheckpointRoute(log: TransparencyLog): Route {
  return defineRoute({
    method: 'get',
    path: '/log/checkpoint',
    operationId: 'readCheckpoint',
    summary: 'Reads the latest signed checkpoint, as C2SP tlog-checkpoint has it, with cosignatures',
    tag,
    answers: { 200: { description: 'A signed note', contentType: 'text/plain; charset=utf-8' } },
    refusals: { 'nothing-signed-yet': 404 },
    handle() {
      const latest = log.archive().latest(log.epoch)
      if (!latest) return { code: 'nothing-signed-yet', status: 404, facts: {} }
      return { status: 200, body: latest.note, contentType: 'text/plain; charset=utf-8' }
    },
  })
}

function createTileRoutesOf(log: TransparencyLog, names: readonly string[]): readonly Route[] {
  const path = names.map((name) => `{${name}}`).join('/')
  const suffix = names.length === 1 ? '' : `Of${names.length}Segments`
  const params = z.strictObject(Object.fromEntries(names.map((name) => [name, segment])))
  const placeOf = (given: Readonly<Record<string, string>>) => parseTilePlace(names.map((name) => given[name] ?? ''))
  return [
    defineRoute({
      method: 'get',
      path: `/log/tile/{level}/${path}`,
      operationId: `readTile${suffix}`,
      summary: 'Reads hashes of the tree: a tile of C2SP tlog-tiles, whole or partial',
      tag,
      params: params.extend({ level }),
      answers: { 200: { description: '32 bytes a hash', contentType: octets } },
      refusals: { 'tile-unknown': 404 },
      handle({ params: given }) {
        const place = placeOf(given)
        const body = place && readTile(log, place, given.level ?? '')
        return body ? { status: 200, body, contentType: octets, headers: forEver } : tileUnknown(log)
      },
    }),
    defineRoute({
      method: 'get',
      path: `/log/tile/entries/${path}`,
      operationId: `readEntries${suffix}`,
      summary: 'Reads canonical bytes of recorded events: an entry bundle of C2SP tlog-tiles, whole or partial',
      tag,
      params,
      answers: { 200: { description: 'Each with its length before it, 16 bits, big-endian', contentType: octets } },
      refusals: { 'tile-unknown': 404 },
      async handle({ params: given }) {
        const place = placeOf(given)
        const body = place && (await log.bundle(place))
        return body ? { status: 200, body, contentType: octets } : tileUnknown(log)
      },
    }),
  ]
}

function readTile(log: TransparencyLog, { index, width }: TilePlace, written: string) {
  const level = Number(written)
  const first = index * tileWidth
  const isThere = String(level) === written && first + width <= hashesAt(level, log.status().treeSize)
  return isThere ? log.tree().hashes(level, first, width) : undefined
}

function tileUnknown(log: TransparencyLog): Problem {
  return { code: 'tile-unknown', status: 404, facts: { treeSize: log.status().treeSize } }
}
