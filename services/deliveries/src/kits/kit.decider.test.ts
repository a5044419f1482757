import { specify } from '@welfare/event-store/decider/specification.fixture.ts'
import { describe, it } from 'vitest'
import { fan, water } from '../sample.fixture.ts'
import { itemDecider } from './item.decider.ts'
import { type KitEvent, kitDecider } from './kit.decider.ts'

const { given } = specify(kitDecider)
const first = { name: '清凉礼包', trade: '环卫', components: [{ item: water, quantity: 2 }] }
const second = { ...first, components: [...first.components, { item: fan, quantity: 1 }] }
const defined: KitEvent = { type: 'KitDefined', data: { ...first, kitVersion: 1 } }
const revised: KitEvent = { type: 'KitRevised', data: { ...second, kitVersion: 2 } }

describe('a kit', () => {
  it('is defined as version 1 and revised to the next', () => {
    given([])
      .when({ type: 'DefineKit', ...first })
      .then([defined])
    given([defined])
      .when({ type: 'ReviseKit', ...second })
      .then([revised])
    given([defined, revised])
      .when({ type: 'ReviseKit', ...first })
      .then([{ type: 'KitRevised', data: { ...first, kitVersion: 3 } }])
  })
  it('is already so where nothing differs', () => {
    given([defined, revised])
      .when({ type: 'ReviseKit', ...second })
      .then([])
    given([defined])
      .when({ type: 'DefineKit', ...first })
      .then([])
  })
  it('refuses in this order', () => {
    const twice = { ...first, components: [...first.components, ...first.components], unknownItem: fan }
    given([])
      .when({ type: 'ReviseKit', ...twice })
      .then({ code: 'kit-unknown' })
    given([defined])
      .when({ type: 'DefineKit', ...twice })
      .then({ code: 'kit-already-defined' })
    given([defined])
      .when({ type: 'ReviseKit', ...twice })
      .then({ code: 'item-unknown', facts: { item: fan } })
    given([defined])
      .when({ type: 'ReviseKit', ...twice, unknownItem: undefined })
      .then({ code: 'component-repeated', facts: { item: water } })
  })
})

describe('an item', () => {
  const item = { name: '矿泉水', unit: '瓶' }
  it('is defined once', () => {
    const { given: givenItem } = specify(itemDecider)
    givenItem([])
      .when({ type: 'DefineItem', ...item })
      .then([{ type: 'ItemDefined', data: item }])
    givenItem([{ type: 'ItemDefined', data: item }])
      .when({ type: 'DefineItem', ...item })
      .then([])
    givenItem([{ type: 'ItemDefined', data: item }])
      .when({ type: 'DefineItem', ...item, unit: '箱' })
      .then({ code: 'item-already-defined', facts: item })
  })
})
