import type { EventHandlers } from '@welfare/facts/event-handlers.ts'
import type { ProjectionFile } from '@welfare/facts/projection-file.store.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'

/** Who read whom by name. */
export function accessHandlers(people: ProjectionFile): EventHandlers {
  return {
    PersonalDataRead({ account, operation, purpose, programme, workers, count }, source) {
      const { sequence, stream, version } = source
      const readAt = String(source.metadata.occurredAt)
      people
        .prepare('INSERT INTO personal_read VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
        .run(
          sequence,
          `${stream}.${version}`,
          account,
          shanghaiDay(new Date(readAt)),
          readAt,
          operation,
          purpose,
          programme ?? null,
          count,
          JSON.stringify(workers),
        )
      const insert = people.prepare('INSERT OR IGNORE INTO personal_read_worker VALUES (?, ?)')
      for (const worker of workers) insert.run(worker, sequence)
    },
  }
}
