import { App, Drawer } from 'antd'
import { type ReactNode, useState } from 'react'
import { type Answered, answerOf, api } from '../../common/api/client.ts'
import { useAct } from '../../common/react/use-act.ts'
import { ChangedByOther, useChangedByOther } from '../parts/changed-by-other.tsx'
import { useDivisionName } from '../parts/divisions.queries.ts'
import { type MerchantFacts, MerchantForm } from './merchant-form.tsx'
import { type Merchant, merchantQuery } from './merchants.queries.ts'
import { say } from './words.ts'

export function ChangeMerchantDrawer({
  read,
  onClose,
}: {
  readonly read: Answered<Merchant>
  readonly onClose: () => void
}): ReactNode {
  const { message } = App.useApp()
  const [seen, setSeen] = useState(read)
  const { id, name, division } = seen.body
  const [typed, setTyped] = useState<MerchantFacts>({ name, division })
  const divisionName = useDivisionName([typed.division, read.body.division])
  const change = useAct(
    ({ version, ...body }: MerchantFacts & { readonly version: string }, key) =>
      answerOf(
        api.PUT('/v1/merchants/{id}', {
          body,
          params: { path: { id }, header: { 'Idempotency-Key': key, 'If-Match': version } },
        }),
      ),
    {
      onDone() {
        void message.success(say('changed'))
        onClose()
      },
    },
  )
  const isOther = useChangedByOther(change.error, merchantQuery(id).queryKey)
  const send = (facts: MerchantFacts, version = seen.version) => {
    if (version !== undefined) change.mutate({ ...facts, version })
  }
  const inWords = (facts: MerchantFacts) => (
    <p>
      {facts.name} · {divisionName(facts.division)}
    </p>
  )
  return (
    <Drawer open title={say('change')} size={420} onClose={onClose}>
      <MerchantForm
        initial={{ name, division }}
        submit={say('save')}
        isSending={change.isPending}
        error={isOther ? null : change.error}
        onChange={setTyped}
        onSend={send}
      />
      {isOther && read.version !== seen.version && (
        <ChangedByOther
          theirs={inWords(read.body)}
          mine={inWords(typed)}
          onMine={() => {
            setSeen(read)
            send(typed, read.version)
          }}
          onTheirs={onClose}
        />
      )}
    </Drawer>
  )
}
