import { useQuery } from '@tanstack/react-query'
import type { LimitedKind } from '@welfare/contracts/acts.ts'
import { Button, Form, Input } from 'antd'
import { type ReactNode, useState } from 'react'
import { type AnswerOf, answeredWith, answerOf, api, type BodyOf } from '../../common/api/client.ts'
import { ProblemError } from '../../common/api/problem.ts'
import { mark } from '../../common/punctuation.ts'
import { useAct } from '../../common/react/use-act.ts'
import { useDraft } from '../../common/react/use-draft.ts'
import { sayWord } from '../../common/words.ts'
import { actCountWords, actKindsInOrder, actKindWords } from '../parts/act-words.ts'
import { ChangedByOther, useBegunFrom, useChangedByOther } from '../parts/changed-by-other.tsx'
import { Restored, Unanswered } from '../parts/unanswered.tsx'
import { Reading } from '../shell/reading.tsx'
import { Failure, Loading } from '../shell/states.tsx'
import { isCounted, lateEntryOf, limitsOf, readLimit, rules, type TypedLimits, typedOf } from './limit-values.ts'
import { LimitsInWords } from './limits-in-words.tsx'
import { say } from './words.ts'

interface Typed {
  readonly limits?: TypedLimits
  readonly days?: string
  readonly secondPersonAboveDays?: string
}

interface Known {
  readonly limit: AnswerOf<'readApprovalLimit'> | undefined
  readonly version: string | undefined
}

async function readLimits(division: string): Promise<Known> {
  try {
    const { body, version } = await answeredWith(
      api.GET('/v1/approval-limits/{division}', { params: { path: { division } } }),
    )
    return { limit: body, version }
  } catch (error) {
    if (error instanceof ProblemError && error.code === 'limit-unknown') return { limit: undefined, version: undefined }
    throw error
  }
}

/** Above which amounts a second person must agree, in a division and below it. */
export function LimitForm({ division, onSet }: { readonly division: string; readonly onSet?: () => void }): ReactNode {
  const read = useQuery({ queryKey: limitsKey(division), queryFn: () => readLimits(division) })
  const { data } = read
  if (!data) return <Reading of={read} />
  return <Fields key={division} division={division} known={data} {...(onSet && { onSet })} />
}

const limitsKey = (division: string) => ['limits', division] as const

function Fields({
  division,
  known,
  onSet,
}: {
  readonly division: string
  readonly known: Known
  readonly onSet?: () => void
}): ReactNode {
  const { seen, theirs, seeTheirs } = useBegunFrom(known)
  const [{ limit, version: begunFrom }] = useState(known)
  // What was typed over an earlier version must not come back over a later one.
  const form = `limits ${division} ${begunFrom}`
  const [fields] = Form.useForm<Typed>()
  const draft = useDraft<Typed>(form, {
    limits: limit ? typedOf(limit.limits) : {},
    ...(limit?.lateEntry?.days !== undefined && { days: String(limit.lateEntry.days) }),
    ...(limit?.lateEntry?.secondPersonAboveDays !== undefined && {
      secondPersonAboveDays: String(limit.lateEntry.secondPersonAboveDays),
    }),
  })
  const set = useAct(
    ({ typed, version }: { readonly typed: Typed; readonly version: string | undefined }, key) =>
      answerOf(
        api.PUT('/v1/approval-limits/{division}', {
          params: { path: { division }, header: { 'Idempotency-Key': key, ...(version && { 'If-Match': version }) } },
          body: toBody(typed),
        }),
      ),
    {
      form,
      onDone() {
        draft.drop()
        onSet?.()
      },
    },
  )
  const isOther = useChangedByOther(set.error, limitsKey(division))
  return (
    <Form<Typed>
      name="limits"
      form={fields}
      layout="vertical"
      requiredMark={false}
      scrollToFirstError={{ focus: true, block: 'center' }}
      initialValues={draft.initial}
      onValuesChange={(_, all) => draft.keep(all)}
      onFinish={(typed) => set.mutate({ typed, version: seen.version })}
    >
      <Restored draft={draft} />
      <Unanswered act={set} />
      <ul className="hint">
        {rules.map((rule) => (
          <li key={rule}>{[say(`rule.${rule}`), say(`ruleWhat.${rule}`)].join(mark('colon'))}</li>
        ))}
        <li>{say('ruleBlank')}</li>
      </ul>
      <div className="limit-grid">
        {actKindsInOrder.map((kind) => (
          <fieldset key={kind} className="limit-kind">
            <legend>{sayWord(actKindWords[kind])}</legend>
            {rules.map((rule) => (
              <Form.Item
                key={rule}
                name={['limits', kind, rule]}
                label={say(`rule.${rule}`)}
                rules={[
                  {
                    validator: (_, typed: string | undefined) =>
                      (typed ?? '').trim() === '' || readLimit(kind, typed ?? '') !== undefined
                        ? Promise.resolve()
                        : Promise.reject(new Error(say(isCounted(kind) ? 'limitCount' : 'limitAmount'))),
                  },
                ]}
              >
                <Input inputMode="decimal" suffix={unitOf(kind)} />
              </Form.Item>
            ))}
          </fieldset>
        ))}
        <fieldset className="limit-kind">
          <legend>{say('lateEntry')}</legend>
          {(['days', 'secondPersonAboveDays'] as const).map((name) => (
            <Form.Item
              key={name}
              name={name}
              label={say(`lateEntry.${name}`)}
              rules={[{ pattern: /^\d{0,4}$/, message: say('limitCount') }]}
            >
              <Input inputMode="numeric" suffix={say('days')} />
            </Form.Item>
          ))}
        </fieldset>
      </div>
      {isOther && theirs?.limit && (
        <ChangedByOther
          theirs={<LimitsInWords limit={theirs.limit} />}
          mine={<LimitsInWords limit={toBody(fields.getFieldsValue())} />}
          onMine={() => {
            seeTheirs()
            set.mutate({ typed: fields.getFieldsValue(), version: theirs.version })
          }}
          onTheirs={() => {
            draft.drop()
            onSet?.()
          }}
        />
      )}
      {isOther && !theirs && <Loading />}
      {set.error && !isOther && <Failure error={set.error} />}
      <Button type="primary" htmlType="submit" loading={set.isPending} disabled={isOther}>
        {say('setLimits')}
      </Button>
    </Form>
  )
}

function toBody({ limits = {}, days, secondPersonAboveDays }: Typed): BodyOf<'setApprovalLimit'> {
  return { limits: limitsOf(limits), ...lateEntryOf({ days, secondPersonAboveDays }) }
}

function unitOf(kind: LimitedKind): string {
  const counted = actCountWords[kind]
  return counted ? sayWord(counted) : say('yuan')
}
