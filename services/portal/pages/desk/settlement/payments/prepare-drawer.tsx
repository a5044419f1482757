import { useQueries, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { divisionHolds } from '@welfare/contracts/divisions.ts'
import { sumFen } from '@welfare/contracts/money.ts'
import { addShares, type Share } from '@welfare/contracts/shares.ts'
import { Checkbox, Drawer, Form, Input, Select } from 'antd'
import type { ReactNode } from 'react'
import { answerOf, api, type BodyOf } from '../../../common/api/client.ts'
import { mark } from '../../../common/punctuation.ts'
import { useNeedOfProgrammes } from '../../bank-accounts/use-account-need.ts'
import { ActDrawer } from '../../parts/act-drawer.tsx'
import { allProgrammesQuery, useMerchantNames, useNames } from '../../parts/directory.queries.ts'
import { Reading } from '../../shell/reading.tsx'
import { useAmount } from '../../shell/use-amount.ts'
import { everyStatementQuery, type StatementRow, statementQuery } from '../settlement.queries.ts'
import { say } from '../words.ts'
import { PayeeShown } from './payee.tsx'
import { PlaceItem, placeFrom, type TypedPlace } from './place-item.tsx'

interface Typed extends TypedPlace {
  readonly merchant: string
  /** `<statement>.<number>`. */
  readonly parts: readonly string[]
  readonly reference: string
}

/** One transfer to one merchant, over any of its approved statements that no other payment has taken. */
export function PrepareDrawer({
  merchant,
  onClose,
}: {
  readonly merchant?: string
  readonly onClose: () => void
}): ReactNode {
  const navigate = useNavigate()
  const read = useQuery(everyStatementQuery({ status: 'approved' }))
  const { data } = read
  if (!data)
    return (
      <Drawer open title={say('prepare')} size={560} onClose={() => onClose()}>
        <Reading of={read} />
      </Drawer>
    )
  /** All that is ready goes in; who wants less takes it out. */
  const readyOf = (whose: string) => data.filter((row) => row.merchant === whose).map(partOf)
  return (
    <ActDrawer<Typed, BodyOf<'preparePayment'>, { readonly id: string }>
      title={say('prepare')}
      form={merchant === undefined ? 'prepare-payment' : `prepare-payment.${merchant}`}
      empty={{ ...(merchant !== undefined && { merchant }), parts: merchant === undefined ? [] : readyOf(merchant) }}
      toBody={toBody}
      send={(body, key) => answerOf(api.POST('/v1/payments', { body, params: { header: { 'Idempotency-Key': key } } }))}
      submit={say('prepareNow')}
      done={say('paymentPrepared')}
      onClose={(sent) => {
        onClose()
        if (sent) void navigate({ to: '/desk/settlement/payments/$payment', params: { payment: sent.id } })
      }}
    >
      {(form, values) => (
        <>
          <p className="hint">{say('prepareWhat')}</p>
          <Form.Item
            name="merchant"
            label={say('merchant')}
            rules={[{ required: true, message: say('merchantMissing') }]}
          >
            <MerchantSelect
              isFixed={merchant !== undefined}
              owed={[...new Set([...data.map((row) => row.merchant), ...(values.merchant ? [values.merchant] : [])])]}
              onChosen={(chosen) => form.setFieldValue('parts', readyOf(chosen))}
            />
          </Form.Item>
          {values.merchant && <OfMerchant merchant={values.merchant} chosen={values.parts ?? []} />}
          <Form.Item name="reference" label={say('ownReference')} extra={say('ownReferenceHint')}>
            <Input maxLength={40} />
          </Form.Item>
        </>
      )}
    </ActDrawer>
  )
}

/** Of those that are owed something. */
function MerchantSelect({
  isFixed,
  owed,
  onChosen,
  onChange,
  ...field
}: {
  readonly isFixed: boolean
  readonly owed: readonly string[]
  readonly onChosen: (merchant: string) => void
  readonly id?: string
  readonly value?: string
  readonly onChange?: (merchant: string) => void
}): ReactNode {
  const nameOf = useMerchantNames(owed)
  return (
    <Select
      {...field}
      disabled={isFixed}
      showSearch={{ optionFilterProp: 'label' }}
      options={owed.map((id) => ({ value: id, label: nameOf(id) }))}
      notFoundContent={say('nobodyToPay')}
      onChange={(merchant) => {
        onChosen(merchant)
        onChange?.(merchant)
      }}
    />
  )
}

/** What can be paid now, and where to. */
function OfMerchant({
  merchant,
  chosen,
}: {
  readonly merchant: string
  readonly chosen: readonly string[]
}): ReactNode {
  const amount = useAmount()
  const nameOf = useNames()
  const read = useQuery(everyStatementQuery({ merchant, status: 'approved' }))
  // Where several pay, each option says how much is its own.
  const payer: string | undefined = Form.useWatch('payer', Form.useFormInstance<Typed>())
  const { data } = read
  if (!data) return <Reading of={read} />
  const paid = data.filter((row) => chosen.includes(partOf(row)))
  // Of a draft; sent without an answer, it may be this payment that has taken them.
  const gone = chosen.filter((part) => paid.every((row) => partOf(row) !== part))
  return (
    <>
      <p>
        {say('payee')}
        {mark('colon')}
        <PayeeShown merchant={merchant} />
      </p>
      {data.length === 0 && <p>{say('nothingToPay')}</p>}
      <Form.Item name="parts" label={say('parts')} hidden={data.length + gone.length === 0}>
        <Checkbox.Group
          style={{ display: 'grid' }}
          options={[
            ...data.map((row) => ({
              value: partOf(row),
              label: say('partIs', {
                programme: nameOf(row.programme),
                number: row.number,
                meals: row.meals,
                amount: amount(leftFenOf(row)),
              }),
            })),
            ...gone.map((part) => ({ value: part, label: say('partGone', { number: toPart(part).number }) })),
          ]}
        />
      </Form.Item>
      {paid.length > 0 && <Paying paid={paid} />}
      {paid.length > 0 && payer === undefined && (
        <p aria-live="polite">
          <strong>{say('paymentTotal', { amount: amount(sumFen(paid.map(leftFenOf))), count: paid.length })}</strong>
        </p>
      )}
    </>
  )
}

/** Whose the money of these statements is: who pays it, from where. */
function Paying({ paid }: { readonly paid: readonly StatementRow[] }): ReactNode {
  const statements = useQueries({ queries: [...new Set(paid.map(({ id }) => id))].map(statementQuery) })
  const shares = paid.reduce<Share[]>((sum, { id, number }) => {
    const statement = statements.find(({ data }) => data?.id === id)?.data
    const sheet = statement?.numbers.find((one) => one.number === number)
    return addShares(sum, sheet?.left ?? [])
  }, [])
  const asked = useNeedOfProgrammes(
    paid.map(({ programme }) => programme),
    shares.map(({ fund }) => fund),
  )
  const { data: programmes } = useQuery(allProgrammesQuery)
  const division = programmes?.find(({ id }) => id === paid[0]?.programme)?.division
  if (statements.some(({ data }) => !data)) return <Reading of={statements} />
  const { need } = asked
  // A neighbour's union does not pay.
  const accounts = need?.accounts.filter((one) => division !== undefined && divisionHolds(one.division, division))
  return <PlaceItem asked={need && accounts ? { ...asked, need: { ...need, accounts } } : asked} leaving={shares} />
}

/** What no payment has taken of it. */
function leftFenOf({ leftFen = 0 }: StatementRow): number {
  return leftFen
}

function partOf({ id, number }: StatementRow): string {
  return `${id}.${number}`
}

function toPart(part: string): BodyOf<'preparePayment'>['parts'][number] {
  const dot = part.lastIndexOf('.')
  return { statement: part.slice(0, dot), number: Number(part.slice(dot + 1)) }
}

function toBody({
  merchant,
  parts = [],
  reference,
  bankAccount,
  payer,
}: Partial<Typed>): BodyOf<'preparePayment'> | undefined {
  if (!merchant || parts.length === 0) return undefined
  return {
    merchant,
    parts: parts.map(toPart),
    ...(reference?.trim() && { reference: reference.trim() }),
    ...placeFrom(bankAccount, payer),
  }
}
