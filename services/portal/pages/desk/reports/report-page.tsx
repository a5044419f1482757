import { DownloadOutlined, PrinterOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Button, Form, Space, Typography } from 'antd'
import type { ReactNode } from 'react'
import { useMoneyUnit } from '../../common/react/money.tsx'
import { useSession } from '../../common/react/session.tsx'
import { MomentBar } from './moment-bar.tsx'
import { pick, readSearch, useReportSearch } from './search.ts'
import { say } from './words.ts'
import './reports.css'
import '../parts/parts.css'

const reports = ['budget', 'owed', 'bank', 'coverage', 'gaps', 'comparison', 'findings', 'journal'] as const
type Report = (typeof reports)[number]

/** One report's page: the others beside it, the moment, the filters, the downloads of exactly what is shown, and the report. */
export function ReportPage({
  report,
  filters,
  downloads = [],
  moment = 'known-and-happened',
  children,
}: {
  readonly report: Report
  readonly filters?: ReactNode
  readonly downloads?: readonly Download[]
  readonly moment?: 'none' | 'known' | 'known-and-happened'
  readonly children: ReactNode
}): ReactNode {
  const { unit } = useMoneyUnit()
  const [search] = useReportSearch()
  const { role } = useSession()
  // Where the money lies is not for administrators.
  const shown = reports.filter((name) => name !== 'bank' || role !== 'administrator')
  const kept = readSearch(pick(search, 'at', 'effective', 'from', 'to', 'fund', 'programme'))
  return (
    <>
      <Typography.Title level={1}>{say(`report.${report}`)}</Typography.Title>
      <nav className="report-tabs not-on-paper" aria-label={say('reports')}>
        {shown.map((name) => (
          <Link
            key={name}
            to={`/desk/reports/${name}`}
            search={kept}
            aria-current={name === report ? 'page' : undefined}
          >
            {say(`report.${name}`)}
          </Link>
        ))}
      </nav>
      {moment !== 'none' && <MomentBar hasDay={moment !== 'known'} />}
      {filters && (
        <Form layout="inline" className="report-filters not-on-paper" aria-label={say('filters')}>
          {filters}
        </Form>
      )}
      <Space wrap className="not-on-paper" style={{ marginBlock: 8 }}>
        <span className="hint">{say('unit', { unit: say(`unit.${unit}`) })}</span>
        {downloads.map(({ kind, href }) => (
          <Button
            key={kind}
            size="small"
            icon={kind === 'paper' ? <PrinterOutlined /> : <DownloadOutlined />}
            href={href}
            {...(kind === 'paper' && { target: '_blank' })}
          >
            {say(`download.${kind}`)}
          </Button>
        ))}
      </Space>
      {children}
    </>
  )
}

export interface Download {
  readonly kind: 'xlsx' | 'paper' | 'csv'
  readonly href: string
}

/** Links to the ledger's own printouts and exports, with what is asked. */
export function downloadsOf(
  paths: { readonly [Kind in Download['kind']]?: string },
  query: Readonly<Record<string, string | undefined>>,
): Download[] {
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined)
  const asked = new URLSearchParams(given).toString()
  return Object.entries(paths).map(([kind, path]) => ({
    kind: kind as Download['kind'],
    href: asked === '' ? path : `${path}?${asked}`,
  }))
}
