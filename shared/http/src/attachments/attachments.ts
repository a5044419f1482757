import { createHash, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { actorText } from '@welfare/contracts/authority.ts'
import { codecFor, type DataOf } from '@welfare/contracts/catalogue.ts'
import {
  type Attached,
  type AttachedFile,
  attached,
  type attachedFile,
  attachmentKinds,
  type GivenAttachments,
  MAX_ATTACHMENT_BYTES,
} from '@welfare/contracts/events/attachments.ts'
import { instant } from '@welfare/contracts/primitives.ts'
import { derivedId } from '@welfare/event-store/derived-id.ts'
import { SealedFieldsAlteredError } from '@welfare/keys/key-wrap.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import { z } from 'zod'
import { notAccepted } from '../answer-command.ts'
import { commandMetadata } from '../command-route.ts'
import type { ServiceDependencies } from '../follow-ledger.ts'
import { isProblem, type Problem, problem } from '../problem.ts'
import type { Actor, FileBody, RouteAnswer, RouteRequest, UploadedStream } from '../route.ts'
import { openAttachmentFiles } from './attachment-files.store.ts'
import { type AttachingService, attachmentKeysOf } from './attachment-keys.ts'
import { fileNameOf } from './attachment-kind.ts'
import { type AttachmentReadEvent, attachmentReadsDecider } from './attachment-reads.decider.ts'
import { type AttachmentLookUps, createUnnamedUploads } from './unnamed-uploads.ts'

export const ATTACHMENT_TYPE = 'application/octet-stream'
/** What an upload is answered with. */
export const uploadAnswerOf = <File extends typeof attached | typeof attachedFile>(file: File) =>
  z.strictObject({
    ...file.shape,
    keptUntil: instant.meta({ description: 'Until when a command may name it; what none names by then is removed' }),
  })
export const uploadAnswer = uploadAnswerOf(attached)
/** What it is, is told by its content: the request may call it anything that a browser calls such a file. */
export const attachmentBody = {
  file: [...attachmentKinds, ATTACHMENT_TYPE],
  maxBytes: MAX_ATTACHMENT_BYTES,
  isStreamed: true,
} as const satisfies FileBody

export const uploadRefusals = {
  'attachment-kind-unknown': 422,
  'attachment-erased': 410,
  /** The disk is full. */
  'attachment-not-kept': 507,
  /** Too many wait for an entry that names them. */
  'uploads-not-named': 409,
} as const
export const readingRefusals = {
  'attachment-unknown': 404,
  'attachment-erased': 410,
  'attachment-damaged': 500,
  'personal-reads-exhausted': 429,
} as const

/** Photos and scans of one service's entries: uploaded first, named by a command within a day, read by few and erased by none but an event. */
export interface Attachments<File extends AttachedFile = Attached> {
  /** @param of the stream whose entries alone may name it */
  receive(of: string, request: RouteRequest<unknown, unknown, UploadedStream, string>): Promise<RouteAnswer | Problem>
  /** For a command. @param isLate for an act that waited: its attachments waited with it */
  find(of: string, attachments: readonly string[], isLate: boolean): Promise<GivenAttachments<File>>
  /** Recorded first, then the file. */
  read(
    kept: AttachedFile,
    read: Omit<DataOf<'AttachmentRead'>, 'account'>,
    actor: Actor,
  ): Promise<RouteAnswer | Problem>
  /** After the event: key, then file. Again is harmless. */
  erase(attachment: string): Promise<void>
  canErase(): boolean
  /** Removes what nothing names any more, now and every hour. */
  start(): void
  stop(): Promise<void>
}

/** Each in memory as a whole until it was sent: nothing leaves before all of it was found to be what was handed in. */
const READS_AT_ONCE = 4
/** Sent no faster than they are taken. */
const PIECE_BYTES = 64 * 1024

const readCodec = codecFor<AttachmentReadEvent['type']>()

/** What of files a service keeps, as its events say it. */
interface FileSchema<File extends AttachedFile> {
  parse(said: unknown): File
  readonly shape: { readonly contentType: { readonly options: readonly File['contentType'][] } }
}

export function createAttachments<File extends AttachedFile>(
  { runner, store, clock, logger, keyStore, facts }: ServiceDependencies,
  {
    service,
    attachmentsFolder,
    file,
    ...lookUps
  }: AttachmentLookUps & {
    readonly service: AttachingService
    /** Of all services of the ledger, and of all instances of each. */
    readonly attachmentsFolder: string
    readonly file: FileSchema<File>
  },
): Attachments<File> {
  const folder = join(attachmentsFolder, service)
  const keys = attachmentKeysOf(service, keyStore)
  const files = openAttachmentFiles(folder, keys, file.shape.contentType.options)
  const unnamed = createUnnamedUploads({ files, folder, keys, clock, ...lookUps })
  const stopping = new AbortController()
  let sweeping = Promise.resolve()
  let reading = 0

  return {
    async receive(of, { commandId, body }) {
      const attachment = `attachment-${commandId}`
      const refused = await unnamed.refusalOfAnother(attachment, of)
      if (refused) return refused
      const given = { attachment, of, keptAt: clock.now().toISOString() }
      const result = await files.keep(given, body.pieces(), unnamed.isKept)
      if ('isOther' in result) return problem('idempotency-key-reused')
      if ('refused' in result)
        return { code: result.refused, status: uploadRefusals[result.refused], facts: result.facts }
      const { of: _, keptAt, ...kept } = result.kept
      const keptUntil = unnamed.keptUntil(keptAt)
      return { status: 201, body: { ...kept, keptUntil } }
    },
    async find(of, named, isLate) {
      const found = await Promise.all([...new Set(named)].map((attachment) => files.find(attachment)))
      const isThere = (one: (typeof found)[number]) =>
        one !== undefined && one.of === of && (isLate || unnamed.isInTime(one) || lookUps.isAwaited(one.attachment))
      const missing = found.findIndex((one) => !isThere(one))
      return {
        attachments: found.flatMap((one) => (one && isThere(one) ? [file.parse(saidOf(one))] : [])),
        unknownAttachment: missing === -1 ? undefined : [...new Set(named)][missing],
      }
    },
    async read(kept, read, actor) {
      if (keys.isErased(kept.attachment)) return refuse('attachment-erased')
      if (reading >= READS_AT_ONCE) return problem('overloaded')
      reading += 1
      const leave = () => {
        reading -= 1
      }
      let isOnItsWay = false
      try {
        const answered = (await record(read, actor)) ?? (await answer(kept))
        if (isProblem(answered)) return answered
        answered.body.once('close', leave)
        isOnItsWay = true
        return answered
      } finally {
        if (!isOnItsWay) leave()
      }
    },
    async erase(attachment) {
      keys.destroyPersonKeys([attachment])
      await files.remove(attachment)
    },
    canErase: () => keys.canDestroy(),
    start() {
      sweeping = unnamed.sweepHourly({ store, facts, logger, signal: stopping.signal })
    },
    async stop() {
      stopping.abort()
      await sweeping
    },
  }

  async function record(read: Omit<DataOf<'AttachmentRead'>, 'account'>, actor: Actor): Promise<Problem | undefined> {
    const account = actorText(actor)
    const result = await runner.execute(attachmentReadsDecider, readCodec, {
      stream: derivedId('access', account, shanghaiDay(clock.now()), 'attachments'),
      command: { type: 'ReadAttachment', read: { account, ...read } },
      commandId: randomUUID(),
      input: { attachment: read.attachment },
      metadata: commandMetadata(clock, actor),
      mayCreate: true,
    })
    return result.outcome === 'accepted' ? undefined : notAccepted(result, readingRefusals)
  }

  async function answer(kept: AttachedFile): Promise<(RouteAnswer & { readonly body: Readable }) | Problem> {
    try {
      const content = await files.read(kept.attachment)
      if (content === undefined || !isWhatWasHandedIn(content, kept)) return refuse('attachment-damaged')
      const headers = {
        'content-disposition': `attachment; filename="${fileNameOf(kept)}"`,
        'cache-control': 'private, no-store',
        'content-length': String(content.length),
      }
      return { status: 200, contentType: ATTACHMENT_TYPE, body: Readable.from(inPieces(content)), headers }
    } catch (error) {
      if (!(error instanceof SealedFieldsAlteredError)) throw error
      logger.error({ attachment: kept.attachment, err: error }, 'attachment-damaged')
      return refuse('attachment-damaged')
    }
  }
}

function isWhatWasHandedIn(content: Buffer, { sha256 }: AttachedFile): boolean {
  return createHash('sha256').update(content).digest('hex') === sha256
}

function* inPieces(content: Buffer): Iterable<Uint8Array> {
  for (let at = 0; at < content.length; at += PIECE_BYTES) yield content.subarray(at, at + PIECE_BYTES)
}

function saidOf({ attachment, contentType, bytes, sha256 }: AttachedFile): AttachedFile {
  return { attachment, contentType, bytes, sha256 }
}

function refuse(code: keyof typeof readingRefusals): Problem {
  return { code, status: readingRefusals[code], facts: {} }
}
