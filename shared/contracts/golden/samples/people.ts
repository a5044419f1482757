import type { peopleEvents } from '../../src/events/people.ts'
import { division, id, type SamplesOf } from './ids.ts'

const group = { employer: id('employer'), division, trade: '环卫' }
const programme = id('programme')

export const peopleSamples: SamplesOf<keyof typeof peopleEvents> = {
  WorkerCorrected: {
    stream: id('worker'),
    data: {
      ...group,
      employer: id('employer', 2),
      identity: id('identity', 2),
      sealed: 'v1.a2V5.name~identityNumber.Y2lwaGVydGV4dA',
      sealedFields: ['identityNumber', 'name'],
      corrected: ['identityNumber', 'employer'],
      was: group,
      sealedReason: 'v1.a2V5.reason.Y2lwaGVydGV4dA',
    },
  },
  WorkersMerged: { stream: id('worker'), data: { double: id('worker', 2) } },
  WorkerMergedInto: {
    stream: id('worker', 2),
    data: { survivor: id('worker'), sealedReason: 'v1.a2V5.reason.Y2lwaGVydGV4dA' },
  },
  IdentityReleased: { stream: id('identity'), data: { worker: id('worker') } },
  RosterWorkersLeft: { stream: id('import'), data: { programme, workers: [id('worker', 3)], credits: 'withdraw' } },
  WorkersJoinedRound: {
    stream: id('round'),
    data: { programme, joinedOn: '2025-07-01', groups: [{ ...group, workers: [id('worker', 4)] }], reason: '新入职' },
  },
  WorkersLeftRound: {
    stream: id('round'),
    data: { programme, leftOn: '2025-07-15', workers: [id('worker', 3)], credits: 'run-on', reason: '已离职' },
  },
}
