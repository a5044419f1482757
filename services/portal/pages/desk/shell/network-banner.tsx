import { onlineManager } from '@tanstack/react-query'
import { Alert } from 'antd'
import { type ReactNode, useSyncExternalStore } from 'react'
import { say } from './words.ts'

/** While this machine has no network. */
export function NetworkBanner(): ReactNode {
  const isOnline = useSyncExternalStore(
    (listener) => onlineManager.subscribe(listener),
    () => onlineManager.isOnline(),
  )
  return isOnline ? null : <Alert type="warning" banner className="not-on-paper" role="status" title={say('offline')} />
}
