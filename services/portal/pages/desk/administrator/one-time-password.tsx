import { Alert, Typography } from 'antd'
import type { ReactNode } from 'react'
import { say } from './words.ts'

/** Shown once: to be read out, or copied, for the person whose account it is. */
export function OneTimePassword({
  account,
  password,
}: {
  readonly account: string
  readonly password: string
}): ReactNode {
  return (
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
  )
}
