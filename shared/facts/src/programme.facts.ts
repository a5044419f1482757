import { accountingDateOf } from '@welfare/event-store/decider/decider.ts'
import type { FactsDeclaration } from './facts-declaration.ts'

/** Programmes with their rules, and their rounds, as every decision within them must know them. */
export const programmeFacts: FactsDeclaration = {
  name: 'programme',
  version: 1,
  schema: `
    CREATE TABLE programme (sequence INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, division TEXT NOT NULL, kind TEXT NOT NULL, defined TEXT NOT NULL,
      rules TEXT NOT NULL, rules_version INTEGER NOT NULL, last_day TEXT, closed_on TEXT);
    CREATE TABLE round (sequence INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, programme TEXT NOT NULL, opened TEXT NOT NULL,
      sealed INTEGER NOT NULL DEFAULT 0);
    CREATE INDEX round_programme ON round (programme, sequence);
  `,
  handlers: (prepare) => [
    {
      ProgrammeDefined: ({ rules, rulesVersion, ...defined }, { stream, sequence }) => {
        prepare(
          'INSERT INTO programme (sequence, id, division, kind, defined, rules, rules_version) VALUES (?, ?, ?, ?, ?, ?, ?)',
        ).run(
          ...[sequence, stream, defined.division, defined.kind],
          ...[JSON.stringify(defined), JSON.stringify(rules), rulesVersion],
        )
      },
      ProgrammeRulesChanged: ({ rules, rulesVersion }, { stream }) => {
        const update = prepare('UPDATE programme SET rules = ?, rules_version = ? WHERE id = ?')
        update.run(JSON.stringify(rules), rulesVersion, stream)
      },
      ProgrammeLastDaySet: ({ lastDay }, { stream }) => {
        prepare('UPDATE programme SET last_day = ? WHERE id = ?').run(lastDay, stream)
      },
      ProgrammeClosed: (_, source) => {
        prepare('UPDATE programme SET closed_on = ? WHERE id = ?').run(accountingDateOf(source), source.stream)
      },
      RoundOpened: (opened, { stream, sequence }) => {
        const insert = prepare('INSERT INTO round (sequence, id, programme, opened) VALUES (?, ?, ?, ?)')
        insert.run(sequence, stream, opened.programme, JSON.stringify(opened))
      },
      RoundSealed: (_, { stream }) => {
        prepare('UPDATE round SET sealed = 1 WHERE id = ?').run(stream)
      },
    },
  ],
}
