import { Button } from 'antd'
import { createContext, type ReactNode, useContext, useState } from 'react'
import { Money } from '../../common/react/money.tsx'
import { PostingsDrawer } from './postings-drawer.tsx'
import type { Asked } from './reports.queries.ts'

/** A figure that is opened: what it is called, and by which legs it is made. */
export interface OpenedFigure {
  readonly title: string
  readonly fen: number
  /** On which side of the legs the figure stands. */
  readonly side: 'debit' | 'credit' | 'balance-debit' | 'balance-credit'
  readonly query: Asked
}

const Opening = createContext<(figure: OpenedFigure) => void>(() => undefined)

/** Lets every figure below it be opened. */
export function OpenFigures({ children }: { readonly children: ReactNode }): ReactNode {
  const [opened, setOpened] = useState<OpenedFigure>()
  return (
    <Opening value={setOpened}>
      {children}
      {opened && <PostingsDrawer figure={opened} onClose={() => setOpened(undefined)} />}
    </Opening>
  )
}

/** An amount that opens into the legs that it is made of. */
export function Figure(figure: OpenedFigure): ReactNode {
  const open = useContext(Opening)
  return (
    <Button
      type="link"
      className="figure-button"
      title={figure.title}
      onClick={() => open(figure)}
      aria-haspopup="dialog"
    >
      <Money fen={figure.fen} />
    </Button>
  )
}
