import { Select, type SelectProps } from 'antd'
import { type KeyboardEvent, type ReactNode, useState } from 'react'

/**
 * A choice of several. Whoever goes on with Tab leaves what was chosen as it is: antd's own would press once more on the line under the cursor, which
 * is the one that was just chosen.
 */
export function ManySelect(props: Omit<SelectProps<string[]>, 'mode' | 'open' | 'onOpenChange'>): ReactNode {
  const [isOpen, setOpen] = useState(false)
  return (
    <div onKeyDownCapture={leave}>
      <Select<string[]> {...props} mode="multiple" open={isOpen} onOpenChange={setOpen} />
    </div>
  )

  function leave(event: KeyboardEvent): void {
    if (event.key !== 'Tab' || !isOpen) return
    event.stopPropagation()
    setOpen(false)
  }
}
