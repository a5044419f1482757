import type { KeyboardEvent, ReactNode } from 'react'

const LINE_PX = 40

/** What is wider than its place, or of which only what is in sight is drawn: scrolled within the page, by keyboard too. */
export function ScrollRegion({
  label,
  className = '',
  children,
}: {
  readonly label: string
  readonly className?: string
  readonly children: ReactNode
}): ReactNode {
  return (
    <section
      className={`table-region ${className}`}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled without a mouse
      tabIndex={0}
      onKeyDown={scrollDrawnPart}
    >
      {children}
    </section>
  )
}

/** A long table's rows are moved by antd, and not by the browser. */
function scrollDrawnPart(event: KeyboardEvent<HTMLElement>): void {
  const rows = event.currentTarget.querySelector('.ant-table-tbody-virtual-holder')
  if (!rows || event.target !== event.currentTarget) return
  const { scrollTop, scrollHeight, clientHeight } = rows
  const goals: Readonly<Record<string, number>> = {
    ArrowDown: scrollTop + LINE_PX,
    ArrowUp: scrollTop - LINE_PX,
    PageDown: scrollTop + clientHeight,
    PageUp: scrollTop - clientHeight,
    Home: 0,
    End: scrollHeight,
  }
  const goal = goals[event.key]
  if (goal === undefined) return
  event.preventDefault()
  rows.scrollTop = goal
}
