import { type ServedService, serveService } from '@welfare/http/edge/serve-service.fixture.ts'
import { afterEach, beforeEach, expect } from 'vitest'
import { programmesFacts } from './programmes.facts.ts'
import { createProgrammesService } from './programmes.service.ts'
import type { PersonGroup } from './rounds/round-parts.ts'
import { idNumber, rules } from './sample.fixture.ts'

export const body = {
  name: '玉树节日餐补',
  kind: 'festival-meal',
  division: '632701',
  year: 2025,
  rules: { windows: rules.windows },
}

/** A service for each test. */
export function servedProgrammes() {
  let service: ServedService
  beforeEach(async () => {
    service = await serveService(createProgrammesService, [programmesFacts])
  })
  afterEach(() => service.stop())
  const post = (path: string, sent: unknown, key?: string) =>
    service.call('POST', path, { body: sent, ...(key !== undefined && { key }) })
  return {
    get service() {
      return service
    },
    post,
    async define(more: object = {}): Promise<string> {
      const answer = await post('/v1/programmes', { ...body, ...more })
      expect(answer.status).toBe(201)
      return (answer.body as { id: string }).id
    },
    /** Long enough ago for nothing more to come. */
    end: (id: string) =>
      service.call('PUT', `/v1/programmes/${id}/last-day`, { body: { lastDay: '2025-05-01', reason: 'over' } }),
    async importRows(programme: string, ...groups: PersonGroup[]): Promise<void> {
      await service.record(idNumber('import', 1), { type: 'RosterRowsImported', data: { programme, groups } })
    },
  }
}
