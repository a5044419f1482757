import { useBlocker } from '@tanstack/react-router'
import { Alert, Modal, Typography } from 'antd'
import type { ReactNode } from 'react'
import { say } from './words.ts'

/** Shown once: to be read out, or copied, for the person whose account it is. Nobody leaves it by mistake. */
export function OneTimePassword({
  account,
  password,
}: {
  readonly account: string
  readonly password: string
}): ReactNode {
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
      <Modal
        open={leaving.status === 'blocked'}
        title={say('leaveTitle', { account })}
        okText={say('leaveNow')}
        cancelText={say('stay')}
        onOk={() => leaving.proceed?.()}
        onCancel={() => leaving.reset?.()}
      >
        {say('leaveWhat')}
      </Modal>
    </>
  )
}
