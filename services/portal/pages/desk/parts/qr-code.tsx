import type { ReactNode } from 'react'
import { encode } from 'uqr'

interface Props {
  readonly text: string
  /** What a screen reader says of it. */
  readonly label: string
  readonly className: string
  /** Modules of white around it, as scanners need them; paper is white anyway. */
  readonly quiet?: number
}

export function QrCode({ text, label, className, quiet = 4 }: Props): ReactNode {
  const { data, size } = encode(text, { ecc: 'M', border: quiet })
  const dark = data.flatMap((line, y) => line.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
  return (
    <svg
      className={className}
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
    >
      <path d={dark.join('')} fill="#000" />
    </svg>
  )
}
