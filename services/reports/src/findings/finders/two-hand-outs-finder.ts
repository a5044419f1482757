import type { Projected } from '../../read-model/projection.ts'
import type { FindingStates } from '../finding-states.store.ts'
import type { Findings } from '../findings.store.ts'

interface WorkerDay {
  /** Hand-outs, `<consignment>.<version>`, that stand. */
  handOuts: (readonly [handOut: string, sequence: number])[]
  finding: number | null
}

/** One person in two hand-outs of a programme on one day, or more than once on the paper of one. What was reversed never was. */
export function createTwoHandOutsFinder({ states, findings }: { states: FindingStates; findings: Findings }) {
  return {
    look({ event, recorded, sequence }: Projected, division: () => string): void {
      if (event.type === 'HandOutReversed') {
        const { programme, workers, handedOutOn, corrects } = event.data
        for (const worker of workers) release(keyOf(programme, worker, handedOutOn), corrects)
      }
      if (event.type !== 'GoodsHandedOut') return
      const { programme = '', workers, repeatedWorkers = [], handedOutOn: day, correctedFrom } = event.data
      const handOut = `${recorded.stream}.${recorded.version}`
      const about = { kind: 'two-hand-outs' as const, programme, merchant: '', thresholds: null }
      for (const worker of new Set(workers)) {
        const key = keyOf(programme, worker, day)
        if (correctedFrom !== undefined) release(key, correctedFrom)
        const state = stateOf(key)
        const others = state.handOuts.map(([, of]) => of)
        state.handOuts.push([handOut, sequence])
        states.changed(key)
        if (others.length === 0) continue
        if (state.finding !== null) findings.extend(state.finding, sequence)
        else {
          const found = { ...about, subject: key, worker, division: division(), facts: { day } }
          state.finding = findings.open(found, sequence, [...others, sequence])
        }
      }
      for (const worker of new Set(repeatedWorkers)) {
        const facts = { day, onOnePaper: true }
        const subject = `${keyOf(programme, worker, day)}|on-one-paper`
        findings.open({ ...about, subject, worker, division: division(), facts }, sequence, [sequence])
      }
    },
  }

  function stateOf(key: string): WorkerDay {
    return states.get<WorkerDay>(key, () => ({ handOuts: [], finding: null }))
  }

  function release(key: string, handOut: string): void {
    const state = stateOf(key)
    state.handOuts = state.handOuts.filter(([of]) => of !== handOut)
    states.changed(key)
  }
}

function keyOf(programme = '', worker: string, day: string): string {
  return `handout|${programme}|${day}|${worker}`
}
