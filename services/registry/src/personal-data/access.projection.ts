import { categoryOf } from '@welfare/contracts/primitives.ts'
import type { UsualPurpose } from '@welfare/contracts/words/purpose-words.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import type { EventHandlers } from '@welfare/facts/event-handlers.ts'
import type { ProjectionFile } from '@welfare/facts/projection-file.store.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'

interface Read {
  readonly account: string
  readonly operation: string
  readonly purpose: string
  readonly programme?: string | undefined
  readonly workers: readonly string[]
  readonly count: number
  readonly attachment?: string
  /** Of an attachment and a payment file: it lies there, whomever it names. */
  readonly division?: string
}

/** Which route reads the attachments of a stream's entries. */
const readings: Readonly<Record<string, string>> = {
  statement: 'readInvoiceScan',
  bankaccount: 'readBankStatementOriginal',
}

/** Who read whom by name, and who a signed sheet, an invoice or a payment file, which may name people too. */
export function accessHandlers(people: ProjectionFile): EventHandlers {
  return {
    PersonalDataRead: (read, source) => put(read, source),
    AttachmentRead: ({ entry, ...read }, source) => {
      const operation = readings[categoryOf(entry) ?? ''] ?? 'readAttachment'
      put({ ...read, operation, count: read.workers.length }, source)
    },
    PaymentFileRead: (read, source) =>
      put({ ...read, operation: 'readPaymentFile', purpose: 'payment' satisfies UsualPurpose, workers: [] }, source),
  }

  function put(read: Read, { sequence, stream, version, metadata }: SequencedEvent): void {
    const { account, operation, purpose, programme, workers, count, attachment, division } = read
    const readAt = String(metadata.occurredAt)
    people
      .prepare('INSERT INTO personal_read VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
      .run(
        ...[sequence, `${stream}.${version}`, account, shanghaiDay(new Date(readAt)), readAt, operation, purpose],
        ...[programme ?? null, count, JSON.stringify(workers), attachment ?? null, division ?? null],
      )
    const insert = people.prepare('INSERT OR IGNORE INTO personal_read_worker VALUES (?, ?)')
    for (const worker of workers) insert.run(worker, sequence)
  }
}
