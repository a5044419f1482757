import { Drawer, Modal } from 'antd'
import { type ComponentProps, createContext, type ReactNode, use, useEffect, useState } from 'react'
import { say } from './words.ts'

type Hold = (account: string | undefined) => void
const HoldContext = createContext<Hold | undefined>(undefined)

/** A drawer that asks before it is closed over a one-time password. */
export function GuardedDrawer({
  onClose,
  children,
  ...drawer
}: Omit<ComponentProps<typeof Drawer>, 'onClose'> & { readonly onClose: () => void }): ReactNode {
  const [held, hold] = useState<string>()
  const [isAsked, ask] = useState(false)
  return (
    <Drawer {...drawer} onClose={() => (held === undefined ? onClose() : ask(true))}>
      <HoldContext value={hold}>{children}</HoldContext>
      <LeaveQuestion
        account={held ?? ''}
        isOpen={isAsked}
        onStay={() => ask(false)}
        onLeave={() => {
          ask(false)
          onClose()
        }}
      />
    </Drawer>
  )
}

/** As long as it is on the page, the drawer around it asks before it closes. */
export function useHold(account: string): void {
  const hold = use(HoldContext)
  useEffect(() => {
    hold?.(account)
    return () => hold?.(undefined)
  }, [hold, account])
}

export function LeaveQuestion(props: {
  readonly account: string
  readonly isOpen: boolean
  readonly onLeave: () => void
  readonly onStay: () => void
}): ReactNode {
  const { account, isOpen, onLeave, onStay } = props
  return (
    <Modal
      open={isOpen}
      title={say('leaveTitle', { account })}
      okText={say('leaveNow')}
      cancelText={say('stay')}
      onOk={onLeave}
      onCancel={onStay}
    >
      {say('leaveWhat')}
    </Modal>
  )
}
