import { residentIdCheckCharacter } from '@welfare/registry/people/resident-id.ts'
import type { RosterLine } from '@welfare/registry/spreadsheet/roster-writer.ts'
import { pick, type Random } from './seeded-random.ts'
import { familyNames, givenNames } from './summer-2025.ts'

/** A division prefix that does not exist: nobody has these numbers. */
const NO_DIVISION = '990001'

/** Plainly fictional people, as a union's roster would list them. `first` numbers them apart from those of other rosters. */
export function inventPeople(
  amount: number,
  of: { readonly employer: string; readonly trade: string; readonly division: string; readonly first: number },
  random: Random,
): RosterLine[] {
  return Array.from({ length: amount }, (_, index) => ({
    name: `${pick(familyNames, random)}${pick(givenNames, random)}`,
    identityNumber: inventIdentityNumber(of.first + index),
    phone: `1000000${String(of.first + index).padStart(4, '0')}`,
    employer: of.employer,
    trade: of.trade,
    division: of.division,
  }))
}

function inventIdentityNumber(ordinal: number): string {
  const month = String((ordinal % 12) + 1).padStart(2, '0')
  const day = String((ordinal % 28) + 1).padStart(2, '0')
  for (let year = 1965 + (ordinal % 38); ; year -= 38) {
    const digits = `${NO_DIVISION}${year}${month}${day}${String(ordinal % 1_000).padStart(3, '0')}`
    const number = `${digits}${residentIdCheckCharacter(digits)}`
    // Three zeros look as if a spreadsheet had lost the end of the number: a roster asks about each such row.
    if (!number.endsWith('000')) return number
  }
}
