import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { chineseReason } from '@welfare/contracts/words/reason-words.ts'
import { Button, Empty, Select, Space, Tag } from 'antd'
import { type ReactNode, useState } from 'react'
import { currentLanguage } from '../../../common/language.ts'
import { DataTable } from '../../../common/react/data-table.tsx'
import { useSession } from '../../../common/react/session.tsx'
import { sayDay } from '../../../common/shanghai.ts'
import { allProgrammesQuery } from '../../parts/directory.queries.ts'
import { useDivisionName } from '../../parts/divisions.queries.ts'
import { Reading } from '../../shell/reading.tsx'
import { PlanDrawer } from '../consignments/plan-drawer.tsx'
import { type Site, sitesQuery, useGoodsNames } from '../goods.queries.ts'
import { GoodsFrame } from '../goods-frame.tsx'
import { say as sayGoods } from '../words.ts'
import { gapsFirst } from './gaps-first.ts'
import { SiteDrawer } from './site-drawer.tsx'
import { type SiteGap, siteGapsQuery } from './sites.queries.ts'
import { say } from './words.ts'

type Row = Site & { readonly gap: SiteGap | undefined }

export function SitesPage(): ReactNode {
  const { role } = useSession()
  const search = useSearch({ from: '/desk/goods/sites' })
  const navigate = useNavigate()
  const { data: programmes = [] } = useQuery(allProgrammesQuery)
  const ofSites = programmes.filter(({ plan }) => plan === 'sites')
  const programme = search.programme ?? ofSites.at(-1)?.id
  const read = useQuery(sitesQuery)
  const { data: sites } = read
  const readGaps = useQuery(siteGapsQuery(programme))
  const { data: gaps = [] } = readGaps
  const [opened, setOpened] = useState<{ readonly act: 'register' | 'change' | 'plan'; readonly site?: Site }>()
  const close = () => setOpened(undefined)
  const mayRegister = role === 'officer' || role === 'administrator'
  return (
    <GoodsFrame title={say('title')}>
      <Space wrap className="not-on-paper" style={{ marginBlockEnd: 16 }}>
        {mayRegister && (
          <Button type="primary" onClick={() => setOpened({ act: 'register' })}>
            {say('register')}
          </Button>
        )}
        <Select
          aria-label={say('programme')}
          placeholder={say('programme')}
          style={{ minWidth: 200 }}
          options={ofSites.map(({ id, name }) => ({ value: id, label: name }))}
          value={programme ?? null}
          onChange={(chosen) => void navigate({ to: '/desk/goods/sites', search: chosen ? { programme: chosen } : {} })}
        />
      </Space>
      <Reading of={programme === undefined ? read : [read, readGaps]} />
      {sites?.length === 0 && <Empty description={say('none')} />}
      {programme !== undefined && <p role="status">{say('gaps', { count: gaps.length })}</p>}
      {sites && sites.length > 0 && (
        <SitesTable
          rows={gapsFirst(sites, gaps)}
          onChange={mayRegister ? (site) => setOpened({ act: 'change', site }) : undefined}
          onPlan={role === 'officer' ? (site) => setOpened({ act: 'plan', site }) : undefined}
        />
      )}
      {opened?.act === 'register' && <SiteDrawer onClose={close} />}
      {opened?.act === 'change' && opened.site && <SiteDrawer site={opened.site.id} onClose={close} />}
      {opened?.act === 'plan' && opened.site && <PlanDrawer site={opened.site.id} onClose={close} />}
    </GoodsFrame>
  )
}

function SitesTable({
  rows,
  onChange,
  onPlan,
}: {
  readonly rows: readonly Row[]
  readonly onChange: ((site: Site) => void) | undefined
  readonly onPlan: ((site: Site) => void) | undefined
}): ReactNode {
  const division = useDivisionName(rows.map((row) => row.division))
  return (
    <DataTable<Row>
      name="sites"
      label={say('title')}
      rows={rows}
      rowKey={({ id }) => id}
      columns={[
        { key: 'name', title: sayGoods('name'), width: 200, text: ({ name }) => name, order: ({ name }) => name },
        {
          ...{ key: 'gap', title: say('gap'), width: 240 },
          text: ({ gap }) => (gap ? sayGap(gap) : say('noGap')),
          render: ({ gap }) => (gap ? <Gap gap={gap} /> : <span className="hint">{say('noGap')}</span>),
          order: ({ gap }) => gap?.dueOn ?? '9999',
        },
        { key: 'kind', title: say('kind'), text: ({ kind }) => say(`kind.${kind}`), order: ({ kind }) => kind },
        { key: 'trade', title: sayGoods('trade'), text: ({ trade }) => trade, order: ({ trade }) => trade },
        {
          ...{ key: 'heads', title: say('headCount'), isFigure: true, width: 100 },
          text: ({ headCount }) => String(headCount),
          order: ({ headCount }) => headCount,
        },
        {
          ...{ key: 'division', title: sayGoods('division') },
          text: (row) => division(row.division),
          order: (row) => row.division,
        },
        ...(onChange || onPlan
          ? [
              {
                ...{ key: 'actions', title: sayGoods('actions'), isAct: true, text: () => '' },
                render: (site: Row) => (
                  <Space>
                    {onPlan && (
                      <Button size="small" onClick={() => onPlan(site)}>
                        {say('plan')}
                      </Button>
                    )}
                    {onChange && (
                      <Button size="small" onClick={() => onChange(site)}>
                        {say('change')}
                      </Button>
                    )}
                  </Space>
                ),
              },
            ]
          : []),
      ]}
    />
  )
}

function sayGap({ reason, late }: SiteGap): string {
  const said = currentLanguage() === 'zh' ? chineseReason(reason) : reason.replaceAll('-', ' ')
  return late ? `${said} · ${say('late')}` : said
}

function Gap({ gap }: { readonly gap: SiteGap }): ReactNode {
  const nameOf = useGoodsNames()
  const { late, dueOn, missing, consignments } = gap
  const [consignment] = consignments
  return (
    <>
      <Tag color={late ? 'error' : 'warning'}>{sayGap(gap)}</Tag>
      {consignment === undefined ? (
        say('dueOn', { day: sayDay(dueOn) })
      ) : (
        <Link to="/desk/goods/consignments/$consignment" params={{ consignment }}>
          {say('dueOn', { day: sayDay(dueOn) })}
        </Link>
      )}
      {missing.map(({ commodity, name, planned, received }) => (
        <div key={commodity} className="hint">
          {say('missing', { name: name ?? nameOf(commodity), planned, received })}
        </div>
      ))}
    </>
  )
}
