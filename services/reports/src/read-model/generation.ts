import { eventCodec } from '@welfare/contracts/catalogue.ts'
import { postings } from '@welfare/contracts/postings.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { createBudgetProjection } from '../budget/budget.projection.ts'
import { createRunningTotals, type RunningTotals } from '../budget/running-totals.store.ts'
import { createDirectory, type Directory } from '../findings/directory.store.ts'
import { createFindingReviews } from '../findings/finding-reviews.store.ts'
import { createFindingStates } from '../findings/finding-states.store.ts'
import { createFindingsProjection } from '../findings/findings.projection.ts'
import { createFindings } from '../findings/findings.store.ts'
import { createEntriesProjection } from '../journal/entries.projection.ts'
import { createEntries } from '../journal/entries.store.ts'
import { createJournalProjection } from '../journal/journal.projection.ts'
import { createCounts } from '../people/counts.ts'
import { createCreditDays } from '../people/credit-days.store.ts'
import { createExclusions } from '../people/exclusions.store.ts'
import { createGaps } from '../people/gaps.store.ts'
import { createHoldings } from '../people/holdings.ts'
import { createPeopleProjection } from '../people/people.projection.ts'
import { createPeople } from '../people/people.store.ts'
import { createSitesProjection } from '../sites/sites.projection.ts'
import { createSites } from '../sites/sites.store.ts'
import { createMoments } from './moments.store.ts'
import type { Projected, Projection } from './projection.ts'
import { type CountDimension, countDimensions, type PostingDimension, postingDimensions } from './read-model.schema.ts'
import type { ReadModel } from './read-model.store.ts'
import { createReferences, type References } from './references.store.ts'

/** One read-model file with everything that writes to it and can be asked. */
export interface Generation {
  readonly model: ReadModel
  readonly postings: RunningTotals<PostingDimension>
  readonly counts: RunningTotals<CountDimension>
  readonly directory: Directory
  readonly references: References
  /**
   * Projects the next events, dense after the checkpoint: rows and checkpoint in one transaction, or neither.
   * @throws UnknownEventError for an event newer than this program; Error on a hole or a defect. Nothing was stored.
   */
  apply(events: readonly SequencedEvent[]): void
}

export function createGeneration(model: ReadModel): Generation {
  const postingTotals = createRunningTotals(model, 'posting', postingDimensions)
  const countTotals = createRunningTotals(model, 'count', countDimensions)
  const directory = createDirectory(model)
  const references = createReferences(model)
  const projection = createProjections(model, { postingTotals, countTotals, directory, references })
  let sequence = model.checkpoint().sequence

  return {
    model,
    postings: postingTotals,
    counts: countTotals,
    directory,
    references,
    apply(events) {
      const last = events.at(-1)
      if (!last) return
      try {
        model.transaction(() => {
          let expected = sequence
          for (const event of events) {
            expected += 1
            if (event.sequence !== expected) throw new Error(`event ${event.sequence} came where ${expected} was due`)
            projection.project(toProjected(event))
          }
          projection.flush()
          model.saveCheckpoint({ sequence: last.sequence, position: last.position })
        })
      } catch (error) {
        projection.forget()
        throw error
      }
      sequence = last.sequence
    },
  }
}

interface Parts {
  readonly postingTotals: RunningTotals<PostingDimension>
  readonly countTotals: RunningTotals<CountDimension>
  readonly directory: Directory
  readonly references: References
}

function createProjections(model: ReadModel, { postingTotals, countTotals, directory, references }: Parts): Projection {
  const moments = createMoments(model)
  const counts = createCounts(countTotals)
  const people = createPeople(model, references)
  const gaps = createGaps(model)
  const exclusions = createExclusions(model)
  const creditDays = createCreditDays(model)
  const holdings = createHoldings({ people, exclusions })
  const journal = createJournalProjection(postingTotals)
  const entries = createEntriesProjection({ entries: createEntries(model), directory, people })
  const findings = createFindings(model)
  const reviews = createFindingReviews(model)
  const states = createFindingStates(model)
  const watching = createFindingsProjection({ states, findings, reviews, directory, people, exclusions, holdings })
  const projectBudget = createBudgetProjection(counts, people)
  const projectPeople = createPeopleProjection({ people, directory, counts, gaps, exclusions, holdings, creditDays })
  const projectSites = createSitesProjection({ sites: createSites(model), directory, counts, gaps })
  const keeping = [moments, references, journal, entries, counts, people, watching]

  return {
    project(projected) {
      moments.record(projected.recorded)
      references.record(projected.recorded)
      counts.begin(projected.sequence)
      directory.project(projected)
      journal.project(projected)
      entries.project(projected)
      projectBudget(projected)
      projectPeople(projected)
      projectSites(projected)
      watching.project(projected)
    },
    flush() {
      for (const part of keeping) part.flush()
    },
    forget() {
      for (const part of [...keeping, gaps, exclusions]) part.forget()
    },
  }
}

/** @throws UnknownEventError when the event is newer than this program */
export function toProjected(recorded: SequencedEvent): Projected {
  const event = eventCodec.decode(recorded)
  const date = recorded.metadata.accountingDate
  if (typeof date !== 'string') throw new Error(`event ${recorded.sequence} has no accounting date`)
  const { paperDay } = recorded.metadata
  return {
    recorded,
    event,
    sequence: recorded.sequence,
    date,
    paperDay: typeof paperDay === 'string' ? paperDay : date,
    legs: postings(event, recorded.stream),
  }
}
