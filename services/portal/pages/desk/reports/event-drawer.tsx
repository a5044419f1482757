import { Button, Drawer } from 'antd'
import { type ReactNode, useState } from 'react'
import { EventView } from './event-view.tsx'
import { say } from './words.ts'

/** One event beside what it was opened from; from there to others of the same thing, and back. */
export function EventDrawer({
  sequence,
  onClose,
}: {
  readonly sequence: number
  readonly onClose: () => void
}): ReactNode {
  const [path, setPath] = useState<readonly number[]>([sequence])
  const current = path.at(-1) ?? sequence
  return (
    <Drawer
      open
      title={say('event', { sequence: current })}
      size="min(960px, 100vw)"
      onClose={onClose}
      destroyOnHidden
      extra={path.length > 1 && <Button onClick={() => setPath(path.slice(0, -1))}>{say('back')}</Button>}
    >
      <EventView key={current} sequence={current} onOpen={(next) => setPath([...path, next])} />
    </Drawer>
  )
}
