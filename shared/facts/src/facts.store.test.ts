import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Position, SequencedEvent } from '@welfare/event-store/port.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openFacts } from './facts.store.ts'
import type { FactsDeclaration } from './facts-declaration.ts'

const merchant = 'merchant-0198f3c2-5b7e-7c3a-9d21-6f0e4a1b2c3d'

/** Counts what it is told, and whose turn it was. */
function declare(name: string, more: Partial<FactsDeclaration> = {}, turns: string[] = []): FactsDeclaration {
  return {
    name,
    version: 1,
    schema: `CREATE TABLE ${name}_seen (merchant TEXT NOT NULL);`,
    handlers: (prepare) => [
      {
        MerchantAdmitted: (data) => {
          turns.push(name)
          prepare(`INSERT INTO ${name}_seen VALUES (?)`).run(data.merchant)
        },
      },
    ],
    ...more,
  }
}

function admitted(sequence: number): SequencedEvent {
  const place = { ledger: 'test', epoch: 1, sequence, position: String(sequence) as Position, recordedAt: '' }
  const stored = { id: `${sequence}`, type: 'MerchantAdmitted', schemaVersion: 1, data: { merchant }, metadata: {} }
  return { ...stored, ...place, stream: 'programme-1', version: sequence }
}

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'facts-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function open(declarations: readonly FactsDeclaration[], epoch = 1) {
  return openFacts({ file: join(folder, 'facts.db'), ledger: 'test', epoch, declarations })
}

describe('facts', () => {
  it('tell every declaration of an event, each once, what is needed first', () => {
    const turns: string[] = []
    const shared = declare('shared', {}, turns)
    const [one, other] = ['one', 'other'].map((name) => declare(name, { needs: [shared] }, turns))
    const facts = open([one, other, shared].filter((each) => each !== undefined))
    facts.apply([admitted(1)])
    expect(turns).toEqual(['shared', 'one', 'other'])
    expect(facts.sequence()).toBe(1)
    facts.close()
  })

  it('are all or nothing: where one handler fails, none has seen the batch, and the failure says whose it is', () => {
    const broken = declare('broken', {
      handlers: () => [
        {
          MerchantAdmitted: () => {
            throw new Error('broken')
          },
        },
      ],
    })
    const facts = open([declare('whole'), broken])
    expect(() => facts.apply([admitted(1)])).toThrow('facts of broken fail at MerchantAdmitted: broken')
    expect(facts.prepare('SELECT count(*) AS seen FROM whole_seen').get()?.seen).toBe(0)
    expect(facts.sequence()).toBe(0)
    facts.close()
  })

  it('refuse two declarations of one table', () => {
    const twin = declare('twin', { schema: 'CREATE TABLE one_seen (merchant TEXT);' })
    expect(() => open([declare('one'), twin])).toThrow('both one and twin declare the table one_seen')
  })

  it.each([
    ['the same declarations', [declare('one')], 1, undefined],
    ['a raised version', [declare('one', { version: 2 })], 1, 'other-schema'],
    ['another table', [declare('one'), declare('other')], 1, 'other-schema'],
    ['another epoch', [declare('one')], 2, 'other-epoch'],
  ])('are kept or made anew as a whole: %s', (_, declarations, epoch, because) => {
    const before = open([declare('one')])
    before.apply([admitted(1)])
    before.close()
    const facts = open(declarations, epoch)
    expect(facts.droppedBecause).toBe(because)
    expect(facts.sequence()).toBe(because === undefined ? 1 : 0)
    facts.close()
  })
})
