import { about, type Finder, type FinderDependencies } from './meal-finders.ts'

interface CollectorDay {
  readonly workers: string[]
  readonly events: number[]
  finding: number | null
}

/** One person who collects for more than so many others at a merchant on a day: taken back or not, it was claimed. */
export function createOneCollectorFinder({ states, findings }: FinderDependencies): Finder {
  return {
    look(meal) {
      const { sequence, merchant, worker, collectedBy, day, thresholds } = meal
      if (collectedBy === undefined || collectedBy === worker) return
      const key = `collector|${merchant}|${day}|${collectedBy}`
      const state = states.get<CollectorDay>(key, () => ({ workers: [], events: [], finding: null }))
      if (state.finding !== null) return findings.extend(state.finding, sequence)
      if (!state.workers.includes(worker)) state.workers.push(worker)
      state.events.push(sequence)
      states.changed(key)
      const { moreThanWorkers } = thresholds.oneCollector
      if (state.workers.length <= moreThanWorkers) return
      const facts = { day, workers: state.workers.length }
      const found = { ...about(meal), kind: 'one-collector' as const, subject: key, merchant, worker: collectedBy }
      state.finding = findings.open({ ...found, facts, thresholds: thresholds.oneCollector }, sequence, state.events)
    },
  }
}
