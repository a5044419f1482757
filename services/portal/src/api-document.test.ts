import { createOpenApiDocument } from '@welfare/http/documents/openapi.ts'
import { sampleAuthority, sampleRoutes } from '@welfare/http/documents/sample-routes.fixture.ts'
import { describe, expect, it } from 'vitest'
import { type ApiDocument, apiDocument, mergeDocuments, operationsOf } from './api-document.ts'

const told = createOpenApiDocument(sampleRoutes, sampleAuthority, { title: 'shelves', version: '1' })
const own = createOpenApiDocument([], {}, { title: 'ledger', version: '1' })
const shelves = apiDocument.parse(structuredClone(told))

const documentWith = (path: string, schema: object): ApiDocument => {
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/Shelf' } } }
  const get = { operationId: `get${path}`, 'x-roles': ['officer'], 'x-scope': 'named', responses: { 200: { content } } }
  return apiDocument.parse({ paths: { [path]: { get } }, components: { schemas: { Shelf: schema } } })
}

it('a service’s operations are read with who may call them', () => {
  expect(operationsOf(shelves)).toContainEqual({
    operationId: 'exportShelves',
    method: 'GET',
    path: '/v1/shelf-lists',
    roles: ['officer', 'auditor'],
    scope: 'whole-ledger',
    jobCategories: undefined,
  })
  expect(operationsOf(shelves)).toHaveLength(sampleRoutes.length)
})

it('a document without roles is none', () => {
  const withoutRoles = { paths: { '/v1/x': { get: { operationId: 'x' } } }, components: {} }
  expect(apiDocument.safeParse(withoutRoles).success).toBe(false)
})

describe('merged', () => {
  it('a service’s part is as the service has it, and the gateway’s title stays', () => {
    const merged = apiDocument.parse(mergeDocuments(own, new Map([['shelves', shelves]])))
    expect(merged.paths).toEqual(shelves.paths)
    expect(merged.components.schemas).toEqual(shelves.components.schemas)
    expect(merged).toMatchObject({ openapi: '3.1.0', info: { title: 'ledger' } })
  })

  it('schemas of one name that are equal are one', () => {
    const same = documentWith('/v1/same', shelves.components.schemas.Shelf as object)
    const merged = apiDocument.parse(
      mergeDocuments(
        own,
        new Map([
          ['shelves', shelves],
          ['same', same],
        ]),
      ),
    )
    expect(Object.keys(merged.components.schemas).sort()).toEqual(Object.keys(shelves.components.schemas).sort())
  })

  it('schemas of one name that differ keep apart', () => {
    const other = documentWith('/v1/other', { type: 'string' })
    const merged = apiDocument.parse(
      mergeDocuments(
        own,
        new Map([
          ['shelves', shelves],
          ['other', other],
        ]),
      ),
    )
    expect(merged.components.schemas.Shelf).toEqual(shelves.components.schemas.Shelf)
    expect(merged.components.schemas['other.Shelf']).toEqual({ type: 'string' })
    expect(JSON.stringify(merged.paths['/v1/other'])).toContain('"#/components/schemas/other.Shelf"')
    expect(merged.paths['/v1/shelves']).toEqual(shelves.paths['/v1/shelves'])
  })

  it('what it was made of stays as it was', () => {
    const before = structuredClone([own, shelves])
    mergeDocuments(own, new Map([['shelves', shelves]]))
    expect([own, shelves]).toEqual(before)
  })
})
