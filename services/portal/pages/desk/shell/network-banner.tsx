import { onlineManager } from '@tanstack/react-query'
import { Alert } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
import { shanghaiTime } from '../../common/shanghai.ts'
import { say } from './words.ts'

/** While this machine has no network; what is shown is as old as that. */
export function NetworkBanner(): ReactNode {
  const [lostAt, setLostAt] = useState(() => (onlineManager.isOnline() ? undefined : new Date()))
  useEffect(() => onlineManager.subscribe((isOnline) => setLostAt(isOnline ? undefined : new Date())), [])
  if (!lostAt) return null
  const title = say('offline', { time: shanghaiTime(lostAt) })
  return <Alert type="warning" banner className="not-on-paper" role="status" title={title} />
}
