import { expect, test } from 'vitest'
import { idNumber } from './sample.fixture.ts'
import { servedProgrammes } from './served-programmes.fixture.ts'

const programmes = servedProgrammes()

test('a programme is switched public and back, each time with a reason, and a repeat changes nothing', async () => {
  const id = await programmes.define()
  const set = (isPublic: boolean, key?: string) =>
    programmes.service.call('PUT', `/v1/programmes/${id}/publicity`, {
      body: { isPublic, reason: '主席办公会同意' },
      ...(key && { key }),
    })
  expect(await set(true, 'the-first-key')).toMatchObject({ status: 200, body: { programme: id, isPublic: true } })
  expect(await set(true, 'the-first-key')).toMatchObject({ status: 200, headers: expect.anything() })
  expect(await set(true)).toMatchObject({ status: 200, body: { isPublic: true } })
  expect(await set(false)).toMatchObject({ status: 200, body: { isPublic: false } })
  const said = (await programmes.service.recorded(id)).filter(({ type }) => type === 'ProgrammePublicitySet')
  expect(said.map(({ data }) => data)).toEqual([
    { isPublic: true, reason: '主席办公会同意' },
    { isPublic: false, reason: '主席办公会同意' },
  ])
})

test('of a programme that is not there nothing is switched', async () => {
  const path = `/v1/programmes/${idNumber('programme', 77)}/publicity`
  const sent = { body: { isPublic: true, reason: '同意' } }
  expect(await programmes.service.call('PUT', path, sent)).toMatchObject({
    status: 404,
    body: { code: 'programme-unknown' },
  })
})
