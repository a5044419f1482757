import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Flex, Space } from 'antd'
import { type ReactNode, useRef, useState } from 'react'
import { answerOf, api } from '../../common/api/client.ts'
import { saveFile } from '../../common/save-file.ts'
import { shanghaiDay } from '../../common/shanghai.ts'
import { readWhole } from '../../common/whole-stream.ts'
import { useLedgerClock } from '../shell/simulated-date.tsx'
import { Failure } from '../shell/states.tsx'
import { sayMegabytes } from './megabytes.ts'
import { say } from './words.ts'

type Open = (signal: AbortSignal) => ReturnType<typeof openJournalCsv>

const openJournalCsv = (signal: AbortSignal) => api.GET('/v1/journal.csv', { parseAs: 'stream', signal })

const exports = [
  ['journalXlsx', 'journal.xlsx', (signal) => api.GET('/v1/journal.xlsx', { parseAs: 'stream', signal })],
  ['journalCsv', 'journal.csv', openJournalCsv],
  ['hledger', 'journal.hledger', (signal) => api.GET('/v1/journal.hledger', { parseAs: 'stream', signal })],
  ['beancount', 'journal.beancount', (signal) => api.GET('/v1/journal.beancount', { parseAs: 'stream', signal })],
  ['budgetSheet', 'budget.xlsx', (signal) => api.GET('/v1/printouts/budget.xlsx', { parseAs: 'stream', signal })],
  ['coverageSheet', 'coverage.xlsx', (signal) => api.GET('/v1/printouts/coverage.xlsx', { parseAs: 'stream', signal })],
  ['checkpoint', 'checkpoint', (signal) => api.GET('/log/checkpoint', { parseAs: 'stream', signal })],
] as const satisfies readonly (readonly [Parameters<typeof say>[0], string, Open])[]

/** The same books for other people's programs. */
export function ExportsList(): ReactNode {
  const year = Number(shanghaiDay(useLedgerClock()?.now ?? new Date()).slice(0, 4))
  const { data: hasLastYear = false } = useQuery(hasYearQuery(year - 1))
  const years = hasLastYear ? [year, year - 1] : [year]
  return (
    <Flex vertical gap={4}>
      {exports.map(([name, file, open]) => (
        <Export key={name} name={say(name)} file={file} open={open} />
      ))}
      {years.map((one) => (
        <Gbt key={one} year={one} />
      ))}
    </Flex>
  )
}

function Gbt({ year }: { readonly year: number }): ReactNode {
  const params = { query: { year } }
  return (
    <div>
      {say('gbt', { year })}
      <Export
        name={say('gbtArchive')}
        file={`gbt24589-archive-${year}.xml`}
        open={(signal) => api.GET('/v1/exports/gbt24589/archive.xml', { params, parseAs: 'stream', signal })}
      />
      <Export
        name={say('gbtLedger')}
        file={`gbt24589-ledger-${year}.xml`}
        open={(signal) => api.GET('/v1/exports/gbt24589/ledger.xml', { params, parseAs: 'stream', signal })}
      />
    </div>
  )
}

/** Saved once it is whole: a file that broke off would look like one that is not. */
function Export({
  name,
  file,
  open,
}: {
  readonly name: string
  readonly file: string
  readonly open: Open
}): ReactNode {
  const [bytes, setBytes] = useState(0)
  const running = useRef(new AbortController())
  const taking = useMutation({
    async mutationFn() {
      const { signal } = running.current
      try {
        saveFile(await readWhole(await answerOf(open(signal)), setBytes), file)
        return true
      } catch (error) {
        if (signal.aborted) return false
        throw error
      }
    },
    networkMode: 'always',
  })
  return (
    <div>
      <Space wrap>
        <Button type="link" style={{ paddingInline: 0 }} disabled={taking.isPending} onClick={take}>
          {name}
        </Button>
        <span role="status">
          {taking.isPending && say('receiving', { megabytes: sayMegabytes(bytes) })}
          {taking.data === true && say('saved', { file, megabytes: sayMegabytes(bytes) })}
          {taking.data === false && say('exportCancelled')}
        </span>
        {taking.isPending && (
          <Button size="small" aria-label={say('cancelOf', { name })} onClick={() => running.current.abort()}>
            {say('cancel')}
          </Button>
        )}
      </Space>
      {taking.error && <Failure error={taking.error} onRetry={take} />}
    </div>
  )

  function take(): void {
    running.current = new AbortController()
    setBytes(0)
    taking.mutate()
  }
}

/** Whether anything counts on a day of that year or before. */
const hasYearQuery = (year: number) => ({
  queryKey: ['journal', 'has-year', year],
  queryFn: async () => {
    const query = { effective: `${year}-12-31`, limit: 1 }
    const { legs } = await answerOf(api.GET('/v1/journal', { params: { query } }))
    return legs.length > 0
  },
})
