import { useQuery } from '@tanstack/react-query'
import type { LimitedKind } from '@welfare/contracts/acts.ts'
import { Button, Form, Input } from 'antd'
import type { ReactNode } from 'react'
import { type AnswerOf, answeredWith, answerOf, api } from '../../common/api/client.ts'
import { ProblemError } from '../../common/api/problem.ts'
import { mark } from '../../common/punctuation.ts'
import { useAct } from '../../common/react/use-act.ts'
import { sayWord } from '../../common/words.ts'
import { actCountWords, actKindsInOrder, actKindWords } from '../parts/act-words.ts'
import { Failure, Loading } from '../shell/states.tsx'
import { isCounted, lateEntryOf, limitsOf, readLimit, rules, type TypedLimits, typedOf } from './limit-values.ts'
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
  const { data, error } = useQuery({ queryKey: ['limits', division], queryFn: () => readLimits(division) })
  if (error) return <Failure error={error} />
  if (!data) return <Loading />
  return <Fields key={`${division} ${data.version}`} division={division} known={data} {...(onSet && { onSet })} />
}

function Fields({
  division,
  known: { limit, version },
  onSet,
}: {
  readonly division: string
  readonly known: Known
  readonly onSet?: () => void
}): ReactNode {
  const set = useAct(
    ({ limits = {}, days, secondPersonAboveDays }: Typed, key) =>
      answerOf(
        api.PUT('/v1/approval-limits/{division}', {
          params: { path: { division }, header: { 'Idempotency-Key': key, ...(version && { 'If-Match': version }) } },
          body: { limits: limitsOf(limits), ...lateEntryOf({ days, secondPersonAboveDays }) },
        }),
      ),
    { onDone: () => onSet?.() },
  )
  return (
    <Form<Typed>
      name="limits"
      layout="vertical"
      requiredMark={false}
      scrollToFirstError={{ focus: true, block: 'center' }}
      initialValues={{
        limits: limit ? typedOf(limit.limits) : {},
        days: limit?.lateEntry?.days?.toString(),
        secondPersonAboveDays: limit?.lateEntry?.secondPersonAboveDays?.toString(),
      }}
      onFinish={(typed) => set.mutate(typed)}
    >
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
      {set.error && <Failure error={set.error} />}
      <Button type="primary" htmlType="submit" loading={set.isPending}>
        {say('setLimits')}
      </Button>
    </Form>
  )
}

function unitOf(kind: LimitedKind): string {
  const counted = actCountWords[kind]
  return counted ? sayWord(counted) : say('yuan')
}
