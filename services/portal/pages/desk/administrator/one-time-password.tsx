import { useBlocker } from '@tanstack/react-router'
import { Alert, Typography } from 'antd'
import type { ReactNode } from 'react'
import { LeaveQuestion, useHold } from './guarded-drawer.tsx'
import { say } from './words.ts'

/** Shown once: to be read out, or copied, for the person whose account it is. Nobody leaves it by mistake. */
export function OneTimePassword({
  account,
  password,
}: {
  readonly account: string
  readonly password: string
}): ReactNode {
  useHold(account)
  const leaving = useBlocker({ shouldBlockFn: () => true, withResolver: true, enableBeforeUnload: true })
  return (
    <>
      <Alert
        type="success"
        showIcon
        role="status"
        title={say('handOver', { account })}
        description={
          <>
            <Typography.Paragraph copyable={{ text: password }} className="one-time-password">
              {password}
            </Typography.Paragraph>
            <Typography.Paragraph style={{ marginBlockEnd: 0 }}>{say('handOverHow')}</Typography.Paragraph>
          </>
        }
      />
      <LeaveQuestion
        account={account}
        isOpen={leaving.status === 'blocked'}
        onLeave={() => leaving.proceed?.()}
        onStay={() => leaving.reset?.()}
      />
    </>
  )
}
