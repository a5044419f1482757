import { Link } from '@tanstack/react-router'
import { Button, Card, Typography } from 'antd'
import type { ReactNode } from 'react'
import { LanguageSwitch } from '../shell/language-switch.tsx'
import { SimulatedDate } from '../shell/simulated-date.tsx'
import { say } from './words.ts'

/** What this is, and two doors. */
export function FrontDoorPage(): ReactNode {
  return (
    <>
      <SimulatedDate />
      <main style={{ maxWidth: 880, margin: '0 auto', padding: 24 }}>
        <div style={{ textAlign: 'right' }}>
          <LanguageSwitch />
        </div>
        <Typography.Title>{say('name')}</Typography.Title>
        <Typography.Paragraph style={{ fontSize: 16 }}>{say('what')}</Typography.Paragraph>
        <div style={{ display: 'grid', gap: 16, gridTemplateColumns: 'repeat(auto-fit, minmax(260px, 1fr))' }}>
          <Card title={say('desk')}>
            <Typography.Paragraph>{say('deskWhat')}</Typography.Paragraph>
            <Link to="/desk">
              <Button type="primary" tabIndex={-1}>
                {say('enterDesk')}
              </Button>
            </Link>
          </Card>
          <Card title={say('till')}>
            <Typography.Paragraph>{say('tillWhat')}</Typography.Paragraph>
            <Button href="/till/">{say('enterTill')}</Button>
          </Card>
        </div>
      </main>
    </>
  )
}
