import { Link } from '@tanstack/react-router'
import { coverageWords } from '@welfare/contracts/words/figure-words.ts'
import type { Heading } from '@welfare/contracts/words/word.ts'
import type { ReactNode } from 'react'
import { DataTable } from '../../common/react/data-table.tsx'
import { useMoney } from '../../common/react/money.tsx'
import type { Column } from '../../common/react/table-columns.ts'
import { sayWord } from '../../common/words.ts'
import { count, gapsOf, nameOf, usedOf } from './coverage-figures.ts'
import { GoodsTables } from './coverage-goods.tsx'
import { Figure } from './figure.tsx'
import type { Asked, CoverageRow } from './reports.queries.ts'
import { readSearch } from './search.ts'
import { say } from './words.ts'

/** A table for each that is planned, with the columns of the printout. */
export function CoverageTables({
  rows,
  total,
  group,
  query,
}: {
  readonly rows: readonly CoverageRow[]
  readonly total: CoverageRow
  readonly group: string
  readonly query: Asked
}): ReactNode {
  const money = useMoney()
  const { people, sites } = coverageWords
  const counted = count<CoverageRow>
  const name: Column<CoverageRow> = { key: 'name', title: group, text: nameOf, order: nameOf, width: 220 }
  const ofPeople = rows.filter(hasPeople)
  const ofSites = rows.filter(hasSites)
  if (ofPeople.length + ofSites.length === 0 && total.kits.length === 0) return <p>{say('nobodyPlanned')}</p>
  return (
    <>
      {ofPeople.length > 0 && (
        <DataTable
          name="coverage-people"
          rows={ofPeople}
          totalRow={total}
          rowKey={keyOf}
          columns={[
            name,
            counted(people.eligible, (row) => row.people.eligible),
            counted(people.amended, (row) => row.people.amended),
            counted(people.issued, (row) => row.people.issued),
            toGaps(counted(people.reached, (row) => row.people.reached)),
            percentage(people.reachedOfEligible, (row) => row.people.reachedOfEligible),
            percentage(people.reachedOfAmended, (row) => row.people.reachedOfAmended),
            counted(people.visits, (row) => row.people.visits),
            amount(people.issuedFen, (row) => row.people.issuedFen),
            {
              ...amount(people.usedFen, (row) => row.people.usedFen),
              render(row) {
                const opened = usedOf(query, row)
                return opened ? <Figure {...opened} /> : money(row.people.usedFen)
              },
            },
            percentage(people.usedOfIssued, (row) => row.people.usedOfIssued),
          ]}
        />
      )}
      {ofSites.length > 0 && (
        <DataTable
          name="coverage-sites"
          rows={ofSites}
          totalRow={total}
          rowKey={keyOf}
          columns={[
            name,
            counted(sites.planned, (row) => row.sites.planned),
            toGaps(counted(sites.delivered, (row) => row.sites.delivered)),
            counted(sites.short, (row) => row.sites.short),
            counted(sites.late, (row) => row.sites.late),
            counted(sites.lateInTransit, (row) => row.sites.lateInTransit),
            counted(sites.notYetDue, (row) => row.sites.notYetDue),
            counted(sites.neverVisited, (row) => row.sites.neverVisited),
            counted(sites.headsPlanned, (row) => row.sites.headsPlanned),
            counted(sites.headsDelivered, (row) => row.sites.headsDelivered),
            counted(sites.headsCovered, (row) => row.sites.headsCovered),
            percentage(sites.headsCoveredOfPlanned, (row) => row.sites.headsCoveredOfPlanned),
            counted(sites.headVisitsPlanned, (row) => row.sites.headVisitsPlanned),
            counted(sites.headVisitsCovered, (row) => row.sites.headVisitsCovered),
          ]}
        />
      )}
      <GoodsTables rows={rows} total={total} group={group} />
    </>
  )

  function amount(word: Heading, read: (row: CoverageRow) => number): Column<CoverageRow> {
    return {
      ...{ key: word.english, title: sayWord(word), width: 150, isFigure: true, isMoney: true },
      text: (row) => money(read(row)),
      order: read,
    }
  }

  function toGaps(column: Column<CoverageRow>): Column<CoverageRow> {
    return {
      ...column,
      render(row) {
        const gaps = gapsOf(query, row)
        const text = column.text(row)
        return gaps ? (
          <Link to="/desk/reports/gaps" search={readSearch(gaps)} title={`${row.name} · ${say('whoIsMissing')}`}>
            {text}
          </Link>
        ) : (
          text
        )
      },
    }
  }
}

function percentage(
  word: Heading,
  read: (row: CoverageRow) => CoverageRow['people']['usedOfIssued'],
): Column<CoverageRow> {
  return {
    ...{ key: word.english, title: sayWord(word), width: 110, isFigure: true },
    text: (row) => read(row).percentage ?? '',
    order: (row) => read(row).numerator / Math.max(1, read(row).denominator),
  }
}

function hasPeople({ people }: CoverageRow): boolean {
  return people.eligible + people.amended + people.issued + people.reached > 0
}

function hasSites({ sites }: CoverageRow): boolean {
  return sites.planned + sites.delivered > 0
}

function keyOf({ key }: CoverageRow): string {
  return key ?? 'none'
}
