import type { findingsEvents } from '../../src/events/findings.ts'
import { id, type SamplesOf } from './ids.ts'

export const findingsSamples: SamplesOf<keyof typeof findingsEvents> = {
  FindingReviewed: {
    stream: id('finding'),
    data: {
      kind: 'same-slip',
      foundAt: 120,
      outcome: 'corrected',
      reason: '小票重号，后一笔录错商户',
      eventCount: 2,
      throughSequence: 120,
      correction: `${id('wallet')}.7`,
    },
  },
}
