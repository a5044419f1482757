import { useQuery } from '@tanstack/react-query'
import { Button, Card, Typography } from 'antd'
import type { ReactNode } from 'react'
import { answerOf, api } from '../../common/api/client.ts'
import { Reading } from '../shell/reading.tsx'
import { BundleOrder } from './bundle-order.tsx'
import { ExportsList } from './exports-list.tsx'
import { say } from './words.ts'
import '../parts/parts.css'
import '../reports/reports.css'

/** Everything that an auditor takes away, on one page: the bundle, the verifier, the key, the journal in other people's forms. */
export function TakeawaysPage(): ReactNode {
  const keys = useQuery({ queryKey: ['log-keys'], queryFn: () => answerOf(api.GET('/v1/log/keys')) })
  return (
    <>
      <Typography.Title level={1}>{say('takeaways')}</Typography.Title>
      <div className="side-by-side">
        <Card title={say('bundle')}>
          <p>{say('bundleWhat')}</p>
          <BundleOrder />
        </Card>
        <Card title={say('verifier')}>
          <p>{say('verifierWhat')}</p>
          <pre style={{ whiteSpace: 'pre-wrap' }}>{say('verifierCommand')}</pre>
          <Button type="primary" href="/desk/welfare-verify.mjs" download="welfare-verify.mjs">
            {say('takeVerifier')}
          </Button>
        </Card>
        <Card title={say('logKey')}>
          <p>{say('logKeyWhat')}</p>
          <Reading of={keys} />
          {keys.data?.items.map(({ verifierKey }) => (
            <Typography.Paragraph key={verifierKey} copyable code style={{ overflowWrap: 'anywhere' }}>
              {verifierKey}
            </Typography.Paragraph>
          ))}
        </Card>
        <Card title={say('exports')}>
          <p>{say('exportsWhat')}</p>
          <ExportsList />
        </Card>
      </div>
    </>
  )
}
