import type { Problem } from '@welfare/http/problem.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import type { CosignatureLine } from './checkpoints.store.ts'
import { logLimits } from './log-limits.ts'
import type { TransparencyLog } from './transparency-log.ts'
import { type Checkpoint, parseCheckpoint } from './tree/checkpoint.ts'
import { type Cosignature, cosignaturesOf } from './tree/cosignature.ts'
import { rootAt } from './tree/merkle-proofs.ts'
import {
  formatNote,
  formatSignature,
  isSignedBy,
  linesOf,
  parseNote,
  parseVerifierKey,
  type SignedNote,
} from './tree/signed-note.ts'

const cosignedCheckpoint = z.strictObject({
  treeSize: z.int(),
  rootHash: z.string(),
  note: z.string().meta({ description: 'The signed note with every cosignature that it has now' }),
})

/** A second party's word for a checkpoint: kept, and served under it from then on. */
export function createCosignatureRoute(log: TransparencyLog): Route {
  return defineRoute({
    method: 'post',
    path: '/log/cosignatures',
    operationId: 'addCosignature',
    summary: "Adds a configured witness's cosignature/v1 to a checkpoint of this log",
    tag: 'transparency-log',
    body: z.strictObject({
      note: z.string().max(logLimits.maxNoteLength).meta({
        description: "A checkpoint with this log's signature and, under it, the witness's",
      }),
    }),
    answers: { 201: { description: 'The checkpoint as it is served now', schema: cosignedCheckpoint } },
    refusals: { 'cosignature-invalid': 422 },
    async handle({ body }) {
      const note = parseNote(body.note)
      const checkpoint = note && parseCheckpoint(note.text)
      if (!note || !checkpoint) return invalid('not a signed checkpoint')
      const ourLines = linesOfLog(log, note, checkpoint)
      if (ourLines.length === 0) return invalid('not a checkpoint of this log')
      const cosignatures = cosignaturesOf(note, log.witnesses)
      if (!cosignatures) return invalid('a cosignature does not hold')
      if (cosignatures.length === 0) return invalid('no cosignature of a configured witness')
      const { treeSize, rootHash } = checkpoint
      const through = await log.recordedAt(treeSize)
      const own = formatNote({ text: note.text, signatures: ourLines })
      log.archive().cosign({ epoch: log.epoch, treeSize, rootHash, note: own, through }, cosignatures.map(lineOf))
      const kept = log.archive().find({ epoch: log.epoch, treeSize })
      return { status: 201, body: { treeSize, rootHash, note: kept?.note } }
    },
  })
}

/** Whatever was signed may be cosigned, also when it was not kept: our own signature says that it was. */
function linesOfLog(log: TransparencyLog, note: SignedNote, { origin, treeSize, rootHash }: Checkpoint) {
  if (origin !== log.origin || treeSize < 1 || treeSize > log.status().signedSize) return []
  if (rootAt(log.tree(), treeSize).toString('base64') !== rootHash) return []
  return log
    .archive()
    .keys()
    .map(({ verifierKey }) => parseVerifierKey(verifierKey))
    .flatMap((key) => (key && isSignedBy(note, key) ? linesOf(note.signatures, key).slice(0, 1) : []))
}

function lineOf({ witness, timestampS, line }: Cosignature): CosignatureLine {
  return { witness, timestampS, line: formatSignature(line) }
}

function invalid(reason: string): Problem {
  return { code: 'cosignature-invalid', status: 422, facts: { reason } }
}
