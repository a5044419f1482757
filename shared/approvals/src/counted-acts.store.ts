import type { ActKind } from '@welfare/contracts/acts.ts'
import type { EventHandlers } from '@welfare/facts/event-handlers.ts'
import type { ProjectionFile } from '@welfare/facts/projection-file.store.ts'
import type { Area } from './act.ts'

/** Acts that were counted, and of which nothing is recorded yet. */
export const countedSchema = `
  CREATE TABLE counted_act (act TEXT NOT NULL, kind TEXT NOT NULL, area TEXT NOT NULL, maker TEXT NOT NULL, sequence INTEGER NOT NULL,
    PRIMARY KEY (act, kind)) WITHOUT ROWID;
`

export interface CountedAct {
  readonly act: string
  readonly kind: ActKind
  /** Stream that it is counted in. */
  readonly maker: string
  readonly sequence: number
}

export interface CountedLookUps {
  /** Counted up to that sequence, neither done nor given back. */
  listCounted(throughSequence: number): readonly CountedAct[]
}

export function createCountedHandlers(prepare: ProjectionFile['prepare']): EventHandlers {
  return {
    // Whatever bears the act's command id is the act.
    '*': ({ metadata: { commandId } }) => void prepare('DELETE FROM counted_act WHERE act = ?').run(String(commandId)),
    ActCounted({ act, kind, area }, { stream, sequence }) {
      if (area !== undefined)
        prepare('INSERT OR REPLACE INTO counted_act VALUES (?, ?, ?, ?, ?)').run(act, kind, area, stream, sequence)
    },
    ActUncounted: ({ act, kind }) => void prepare('DELETE FROM counted_act WHERE act = ? AND kind = ?').run(act, kind),
  }
}

export function createCountedLookUps(prepare: ProjectionFile['prepare'], area: Area): CountedLookUps {
  return {
    listCounted: (throughSequence) =>
      prepare('SELECT * FROM counted_act WHERE area = ? AND sequence <= ? ORDER BY sequence')
        .all(area, throughSequence)
        .map(({ act, kind, maker, sequence }) => ({
          ...{ act: String(act), kind: kind as ActKind },
          ...{ maker: String(maker), sequence: Number(sequence) },
        })),
  }
}
