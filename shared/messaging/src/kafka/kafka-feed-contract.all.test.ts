import { describe } from 'vitest'
import { requireKafka } from '../../../../test/harness/kafka-broker.ts'
import { feedContract } from '../feed-contract.fixture.ts'
import { openRelayedStore } from './kafka-feed.fixture.ts'

const brokers = await requireKafka()

describe.skipIf(brokers === undefined)('over a real broker', () => {
  feedContract({ name: 'kafka', open: () => openRelayedStore(brokers ?? []) })
})
