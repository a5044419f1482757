import { expect, it, test } from 'vitest'
import { createRouteMap } from './route-map.ts'

const place = (name: string) => {
  const [method = '', path = ''] = name.split(' ')
  return { method, path, name }
}
const map = createRouteMap(
  ['GET /v1/funds', 'POST /v1/funds', 'GET /v1/funds/{id}', 'GET /v1/funds/list', 'PUT /v1/funds/{id}'].map(place),
)
const namesAt = (method: string, path: string) => {
  const found = map.find(method, path)
  return found && ('allowed' in found ? found.allowed : found.places.map(({ name }) => name))
}

test.each([
  ['GET', '/v1/funds', ['GET /v1/funds']],
  ['POST', '/v1/funds', ['POST /v1/funds']],
  ['GET', '/v1/funds/fund-1', ['GET /v1/funds/{id}']],
  ['GET', '/v1/funds/%zz', ['GET /v1/funds/{id}']],
  ['GET', '/v1/funds/list', ['GET /v1/funds/list']],
  ['PUT', '/v1/funds/list', ['PUT /v1/funds/{id}']],
  ['DELETE', '/v1/funds', ['GET', 'POST']],
  ['DELETE', '/v1/funds/list', ['GET']],
  ['GET', '/v1/funds/', undefined],
  ['GET', '/v1/Funds', undefined],
  ['GET', '/v1/funds/fund-1/more', undefined],
  ['GET', '/v1', undefined],
  ['GET', 'v1/funds', undefined],
  ['GET', 'http://elsewhere/v1/funds', undefined],
  ['OPTIONS', '*', undefined],
  ['GET', '', undefined],
])('%s %s is %j', (method, path, expected) => {
  expect(namesAt(method, path)).toEqual(expected)
})

it('knows all that share a place, in their order', () => {
  const shared = createRouteMap([place('GET /v1/jobs/{id}'), { ...place('GET /v1/jobs/{id}'), name: 'second' }])
  expect(shared.find('GET', '/v1/jobs/x')).toMatchObject({
    places: [{ name: 'GET /v1/jobs/{id}' }, { name: 'second' }],
  })
})
