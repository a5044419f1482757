import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { comparableText } from '@welfare/contracts/comparable-text.ts'
import type { EventMetadata } from '@welfare/contracts/metadata.ts'
import { sumFen } from '@welfare/contracts/money.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import type { Exclusions } from '../people/exclusions.store.ts'
import type { Holdings } from '../people/holdings.ts'
import type { People } from '../people/people.store.ts'
import { createDivisions } from '../read-model/divisions.ts'
import type { Projected, Projection } from '../read-model/projection.ts'
import type { Directory } from './directory.store.ts'
import { createBelowLimitFinder } from './finders/below-limit-finder.ts'
import { createAccountBurstFinder, createMerchantBurstFinder, createTillBurstFinder } from './finders/burst-finders.ts'
import { createHeldInBothFinder } from './finders/held-in-both-finder.ts'
import { createFullBalancesFinder, createSoonAfterIssueFinder, rememberIssue } from './finders/issue-finders.ts'
import { createLateEntriesFinder } from './finders/late-entries-finder.ts'
import { createOddHoursFinder, createTwoPlacesFinder, type Meal } from './finders/meal-finders.ts'
import { createMerchantShareFinder } from './finders/merchant-share-finder.ts'
import { createOneCollectorFinder } from './finders/one-collector-finder.ts'
import { createSamePaperFinder } from './finders/same-paper-finder.ts'
import { createSameSlipFinder, TILL_SLIP } from './finders/same-slip-finder.ts'
import { createTwoHandOutsFinder } from './finders/two-hand-outs-finder.ts'
import type { FindingReviews } from './finding-reviews.store.ts'
import type { FindingStates } from './finding-states.store.ts'
import type { Findings } from './findings.store.ts'
import { type AllThresholds, findingsThresholds, type Thresholds, thresholdsFor } from './findings-thresholds.ts'

interface Dependencies {
  readonly states: FindingStates
  readonly findings: Findings
  readonly reviews: FindingReviews
  readonly directory: Pick<Directory, 'find'>
  readonly people: Pick<People, 'findRedemption' | 'workersInBoth' | 'programmesOf'>
  readonly exclusions: Exclusions
  readonly holdings: Holdings
  readonly thresholds?: AllThresholds
}

/** What somebody should look at: made of events and thresholds alone, in the order of the ledger. */
export function createFindingsProjection(dependencies: Dependencies): Projection {
  const { states, findings, reviews, directory, people, thresholds = findingsThresholds } = dependencies
  const places = createDivisions(directory)
  const finders = [
    createTillBurstFinder(dependencies),
    createAccountBurstFinder(dependencies),
    createMerchantBurstFinder(dependencies),
    createSameSlipFinder(dependencies),
    createOneCollectorFinder(dependencies),
    createOddHoursFinder(dependencies),
    createTwoPlacesFinder(dependencies),
    createMerchantShareFinder(dependencies),
    createFullBalancesFinder(dependencies),
    createSoonAfterIssueFinder(dependencies),
  ]
  const ofEvents = [
    createSamePaperFinder(dependencies),
    createTwoHandOutsFinder(dependencies),
    createLateEntriesFinder({ ...dependencies, thresholds }),
    createHeldInBothFinder({ ...dependencies, places }),
    createBelowLimitFinder({ ...dependencies, places, thresholds }),
  ]
  const ofProgrammes = new Map<string, Thresholds>()

  function thresholdsOf(programme: string, sequence: number): Thresholds {
    const known = ofProgrammes.get(programme)
    if (known) return known
    const kind = directory.find('programme', programme, sequence)?.kind
    const own = thresholdsFor(thresholds, kind)
    if (kind !== undefined) ofProgrammes.set(programme, own)
    return own
  }

  function redeem(data: DataOf<'MealRedeemed'>, { recorded, sequence, date }: Projected): void {
    const { programme, merchant, worker, deviceId: device, draws, redeemedOn: day, balanceAfterFen } = data
    const meal: Meal = {
      sequence,
      atMs: Date.parse(String(recorded.metadata.occurredAt ?? `${date}T00:00:00Z`)),
      programme,
      division: places.divisionOf([data], sequence),
      merchant,
      device,
      account: String(recorded.metadata.actor),
      // The time of what was written down, or stands in place of a wrong entry, was not measured.
      fromPaper:
        recorded.metadata.lateEntry !== undefined || data.enteredBy === 'union' || data.correctedFrom !== undefined,
      redemption: `${recorded.stream}.${recorded.version}`,
      batches: [...new Set(draws.map(({ batch }) => batch))],
      balanceAfterFen,
      slips: slipsOf(data, recorded.metadata.document as EventMetadata['document']),
      worker,
      collectedBy: data.collectedBy,
      day,
      paidFen: sumFen(draws.map((draw) => totalOf(draw.shares))),
      thresholds: thresholdsOf(programme, sequence),
    }
    for (const finder of finders) finder.look(meal)
  }

  return {
    project(projected) {
      const { event, legs, sequence } = projected
      if (event.type === 'MealRedeemed') redeem(event.data, projected)
      else if (event.type === 'RedemptionReversed' && (event.data.keptFen ?? 0) === 0) {
        const { worker, merchant } = event.data
        const meal = { worker, merchant, sequence: people.findRedemption(event.data).sequence }
        for (const finder of finders) finder.forget?.(meal)
      } else if (event.type === 'CreditsIssued') rememberIssue(states, projected)
      else if (event.type === 'FindingReviewed') reviews.record(projected.recorded, event.data)
      const division = (): string => {
        const programme = 'programme' in event.data ? event.data.programme : undefined
        return places.divisionOf([...legs, { programme }], sequence)
      }
      for (const finder of ofEvents) finder.look(projected, division)
    },
    flush: () => states.flush(),
    forget() {
      states.forget()
      findings.forget()
      places.forget()
      ofProgrammes.clear()
    },
  }
}

/** A till that counts no slips says 0. */
function slipsOf(
  { deviceId, deviceSequence }: DataOf<'MealRedeemed'>,
  document: EventMetadata['document'],
): Meal['slips'] {
  return [
    ...(deviceSequence > 0 ? [{ slip: TILL_SLIP, number: `${deviceId}/${deviceSequence}` }] : []),
    ...(document ? [{ slip: document.kind, number: comparableText(document.number) || document.number }] : []),
  ]
}
