import { Form, Input } from 'antd'
import type { ReactNode } from 'react'
import { answerOf, api, type BodyOf } from '../../common/api/client.ts'
import { AccountItem, type TypedAccount } from '../bank-accounts/account-item.tsx'
import { type AccountNeed, withAccount } from '../bank-accounts/account-need.ts'
import { useNeedOfFund } from '../bank-accounts/use-account-need.ts'
import { ActDrawer } from '../parts/act-drawer.tsx'
import { previewOf } from '../parts/preview.ts'
import { useToday } from '../shell/simulated-date.tsx'
import { Loading } from '../shell/states.tsx'
import type { Fund } from './funds.queries.ts'
import { emptyPaper, PaperFields, type TypedPaper, toPaper } from './paper-fields.tsx'
import { say } from './words.ts'

interface Typed extends TypedPaper, TypedAccount {
  readonly lateReason: string
}

interface Props {
  readonly fund: Fund
  /** As the bank's own paper has it. */
  readonly of?: Partial<Typed> & { readonly paper: string }
  readonly onClose: (sent?: object) => void
}

/** The usual gift is the funder's own, and came today. */
export function DonationDrawer(props: Props): ReactNode {
  const today = useToday()
  return today ? <Donation {...props} today={today} /> : <Loading />
}

function Donation({ fund, today, of, onClose }: Props & { readonly today: string }): ReactNode {
  const { id, funder } = fund
  const asked = useNeedOfFund(id)
  const usual = { ...emptyPaper, receivedOn: today, ...(funder.kind !== 'public' && { donorName: funder.name }) }
  const { paper: _, ...begun } = of ?? { paper: '' }
  const ask = (body: BodyOf<'receiveDonation'>, key: string, dryRun: boolean) =>
    api.POST('/v1/funds/{id}/donations', {
      body,
      params: { path: { id }, query: dryRun ? { dryRun } : {}, header: { 'Idempotency-Key': key } },
    })
  return (
    <ActDrawer<Typed, BodyOf<'receiveDonation'>, object>
      title={say('donate')}
      form={['donate', id, ...(of ? [of.paper] : [])].join('.')}
      empty={{ ...usual, ...begun }}
      toBody={(typed) => toBody(asked.need, typed)}
      preview={(body, key) => previewOf(ask(body, key, true))}
      send={(body, key) => answerOf(ask(body, key, false))}
      submit={say('donate')}
      done={say('donated')}
      onClose={onClose}
    >
      {(_, values) => (
        <>
          <PaperFields values={values} />
          <AccountItem asked={asked} label="receivedOnAccount" />
          {values.receivedOn && values.receivedOn !== today && (
            <Form.Item name="lateReason" label={say('lateReason')}>
              <Input maxLength={200} />
            </Form.Item>
          )}
        </>
      )}
    </ActDrawer>
  )
}

/** The day goes with it even where it is today: it may be another one when the act is sent again. */
function toBody(
  need: AccountNeed | undefined,
  { lateReason, bankAccount, ...typed }: Partial<Typed>,
): BodyOf<'receiveDonation'> | undefined {
  const paper = toPaper(typed)
  const account = withAccount(need, bankAccount)
  return (
    paper &&
    account && { ...paper, ...account, ...(lateReason?.trim() && { lateEntry: { reason: lateReason.trim() } }) }
  )
}
