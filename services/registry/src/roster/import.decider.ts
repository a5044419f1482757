import type { DataOf, EventOf } from '@welfare/contracts/catalogue.ts'
import { accept, type Decider, type Decision, refuse } from '@welfare/event-store/decider/decider.ts'

/*
 * Stream `import-<uuid>`: one confirmed roster file of one programme. Its events put people on the programme's roster, and take off who is
 * missing where the file takes the roster's place.
 * Invariant: starts once, ends once, and puts nobody on a roster before the start or after the end.
 */
export type ImportEvent = EventOf<
  'RosterImportStarted' | 'RosterRowsImported' | 'RosterWorkersLeft' | 'RosterImportCompleted' | 'RosterImportFailed'
>
export type ImportCommand =
  | ({ readonly type: 'StartImport' } & DataOf<'RosterImportStarted'>)
  | ({ readonly type: 'ImportRows' } & Pick<DataOf<'RosterRowsImported'>, 'groups'>)
  | ({ readonly type: 'TakeOffMissing' } & Omit<DataOf<'RosterWorkersLeft'>, 'programme'>)
  | ({ readonly type: 'CompleteImport' } & Pick<DataOf<'RosterImportCompleted'>, 'counts'>)
  | ({ readonly type: 'FailImport' } & Pick<DataOf<'RosterImportFailed'>, 'code' | 'facts'>)
export type ImportRefusalCode = 'import-already-started' | 'import-not-started' | 'import-already-ended'

export type ImportState =
  | { readonly status: 'absent' }
  | (Progress & { readonly status: 'running' })
  | (Progress & { readonly status: 'completed'; readonly counts: DataOf<'RosterImportCompleted'>['counts'] })
  | (Progress & {
      readonly status: 'failed'
      readonly code: string
      readonly facts: DataOf<'RosterImportFailed'>['facts']
    })

interface Progress {
  readonly programme: string
  readonly rows: number
  readonly workers: number
}

type ImportDecision = Decision<ImportEvent, ImportRefusalCode>

export const importDecider: Decider<ImportState, ImportCommand, ImportEvent, ImportRefusalCode> = {
  category: 'import',
  initialState: { status: 'absent' },
  decide,
  evolve,
}

function decide(state: ImportState, command: ImportCommand): ImportDecision {
  if (command.type === 'StartImport') return start(state, command)
  if (state.status === 'absent') return refuse('import-not-started')
  if (state.status !== 'running') return refuse('import-already-ended', { status: state.status })
  const { programme } = state
  switch (command.type) {
    case 'ImportRows':
      return accept([{ type: 'RosterRowsImported', data: { programme, groups: command.groups } }])
    case 'TakeOffMissing': {
      const { workers, credits } = command
      return accept([{ type: 'RosterWorkersLeft', data: { programme, workers, credits } }])
    }
    case 'CompleteImport':
      return accept([{ type: 'RosterImportCompleted', data: { programme, counts: command.counts } }])
    case 'FailImport':
      return accept([{ type: 'RosterImportFailed', data: { programme, code: command.code, facts: command.facts } }])
  }
}

function start(
  state: ImportState,
  { type: _, ...data }: { type: string } & DataOf<'RosterImportStarted'>,
): ImportDecision {
  return state.status === 'absent' ? accept([{ type: 'RosterImportStarted', data }]) : refuse('import-already-started')
}

function evolve(state: ImportState, event: ImportEvent): ImportState {
  if (event.type === 'RosterImportStarted') {
    return { status: 'running', programme: event.data.programme, rows: event.data.rows, workers: 0 }
  }
  if (state.status === 'absent') return state
  switch (event.type) {
    case 'RosterRowsImported':
      return {
        ...state,
        workers: state.workers + event.data.groups.reduce((sum, { workers }) => sum + workers.length, 0),
      }
    case 'RosterWorkersLeft':
      return { ...state, workers: state.workers + event.data.workers.length }
    case 'RosterImportCompleted':
      return { ...state, status: 'completed', counts: event.data.counts }
    case 'RosterImportFailed':
      return { ...state, status: 'failed', code: event.data.code, facts: event.data.facts }
  }
}
