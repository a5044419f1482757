import type { ReactNode } from 'react'
import { answerOf, api } from '../../common/api/client.ts'
import { ChangeDrawer } from '../parts/change-drawer.tsx'
import { useDivisionName } from '../parts/divisions.queries.ts'
import { type MerchantFacts, MerchantItems, toMerchantFacts } from './merchant-items.tsx'
import { merchantQuery, readMerchant } from './merchants.queries.ts'
import { say } from './words.ts'

export function ChangeMerchantDrawer({
  id,
  onClose,
}: {
  readonly id: string
  readonly onClose: () => void
}): ReactNode {
  return (
    <ChangeDrawer<MerchantFacts, MerchantFacts>
      title={say('change')}
      form={`change.${id}`}
      queryKey={merchantQuery(id).queryKey}
      read={() => readMerchant(id)}
      toTyped={({ name, division }) => ({ name, division })}
      toBody={toMerchantFacts}
      send={(body, header) => answerOf(api.PUT('/v1/merchants/{id}', { body, params: { path: { id }, header } }))}
      inWords={(facts) => <InWords facts={facts} />}
      done={say('changed')}
      onClose={onClose}
    >
      <MerchantItems />
    </ChangeDrawer>
  )
}

function InWords({ facts: { name, division } }: { readonly facts: MerchantFacts }): ReactNode {
  const divisionName = useDivisionName([division])
  return (
    <p>
      {name} · {divisionName(division)}
    </p>
  )
}
