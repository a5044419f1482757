import { everything, type Scope } from '@welfare/contracts/authority.ts'
import { addDays, lastDayOfMonth } from '@welfare/contracts/days.ts'
import type { ProgrammeRules } from '@welfare/contracts/events/programmes.ts'
import type { Prepare } from '@welfare/facts/facts-declaration.ts'
import { createPeriodLookUps } from '@welfare/facts/periods/period.facts.ts'
import { createYearLookUps } from '@welfare/facts/periods/year.facts.ts'
import { allOf, divisionCondition, idCondition } from '@welfare/http/authority/scope-conditions.ts'

export function createPeriodsLookUps(prepare: Prepare) {
  /** Programmes with a window in the month, and how long after it entries of it may come. */
  const programmesIn = (month: string, scope: Scope) => {
    const [first, last] = [`${month}-01`, lastDayOfMonth(month)]
    const { sql, values } = allOf(divisionCondition(scope, 'division'), idCondition(scope.programmes, 'id'))
    return prepare(`SELECT id, rules FROM programme WHERE ${sql} ORDER BY sequence`)
      .all(...values)
      .flatMap(({ id, rules }) => {
        const { windows, lateEntryDays }: ProgrammeRules = JSON.parse(String(rules))
        const isIn = windows.some(({ from, until }) => from <= last && until >= first)
        return isIn ? [{ programme: String(id), lateEntryDays }] : []
      })
  }
  return {
    ...createPeriodLookUps(prepare),
    ...createYearLookUps(prepare),
    /** How long after the month entries may still come: the longest that a programme with a window in it says. */
    lateEntryDaysIn: (month: string): number =>
      Math.max(0, ...programmesIn(month, everything).map(({ lateEntryDays }) => lateEntryDays)),
    /** Programmes that on a day still take entries of the month, and until when. */
    lateWindows: (month: string, today: string, scope: Scope) =>
      programmesIn(month, scope)
        .map(({ programme, lateEntryDays }) => ({
          programme,
          openUntil: addDays(lastDayOfMonth(month), lateEntryDays),
        }))
        .filter(({ openUntil }) => openUntil >= today),
    /** Accounts on which something was recorded by a day, by the books or by the bank, and what of the bank's lines by then is in no match. */
    accountsWithMovement(until: string, scope: Scope): { readonly bankAccount: string; readonly openLines: number }[] {
      const { sql, values } = divisionCondition(scope, "opened ->> 'division'")
      return prepare(
        `SELECT id, (SELECT count(*) FROM bank_line WHERE bank_account = id AND match IS NULL AND day <= ?) AS open
           FROM bank_account WHERE ${sql}
             AND (EXISTS (SELECT 1 FROM bank_movement WHERE bank_account = id AND day <= ?)
               OR EXISTS (SELECT 1 FROM bank_line WHERE bank_account = id AND day <= ?))
           ORDER BY sequence`,
      )
        .all(until, ...values, until, until)
        .map(({ id, open }) => ({ bankAccount: String(id), openLines: Number(open) }))
    },
  }
}
