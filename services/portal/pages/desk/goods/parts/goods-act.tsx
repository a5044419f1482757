import type { ComponentProps, ReactNode } from 'react'
import { ActDrawer } from '../../parts/act-drawer.tsx'
import { useGoodsNames } from '../goods.queries.ts'
import { say } from '../words.ts'

type Act<Values extends object, Body extends object> = ComponentProps<typeof ActDrawer<Values, Body, object>>

type Props<Values extends object, Body extends object> = Pick<
  Act<Values, Body>,
  'title' | 'form' | 'empty' | 'toBody' | 'children'
> &
  Partial<Pick<Act<Values, Body>, 'submit' | 'done'>> & {
    /** By `asked`; without a preview where nothing moves. */
    readonly act: Pick<Act<Values, Body>, 'preview' | 'send'>
    readonly onClose: () => void
  }

/** An act on goods: what is not said otherwise, its button says as its title does. */
export function GoodsAct<Values extends object, Body extends object>({
  act,
  onClose,
  ...more
}: Props<Values, Body>): ReactNode {
  const nameOf = useGoodsNames()
  const { title: submit } = more
  return (
    <ActDrawer<Values, Body, object>
      submit={submit}
      done={say('done')}
      nameOf={nameOf}
      {...more}
      {...act}
      onClose={() => onClose()}
    />
  )
}
