import { App, Button, Flex, Form, Input } from 'antd'
import { type ReactNode, useState } from 'react'
import { useSession } from '../../common/react/session.tsx'
import { useAct } from '../../common/react/use-act.ts'
import { useDraft } from '../../common/react/use-draft.ts'
import { sayWord } from '../../common/words.ts'
import { actKindWords } from '../parts/act-words.ts'
import { Restored } from '../parts/unanswered.tsx'
import { Failure } from '../shell/states.tsx'
import { type DecisionKind, decide } from './approvals.queries.ts'
import { accountOf, type PlacedProposal } from './proposals.ts'
import { say } from './words.ts'

interface DecisionFormProps {
  readonly proposal: PlacedProposal
  readonly onDecided: () => void
}

/** An approver says yes or no; who made it may take it back. */
export function DecisionForm({ proposal, onDecided }: DecisionFormProps): ReactNode {
  const { account, role } = useSession()
  const isMaker = accountOf(proposal.proposedBy) === account
  if (isMaker) return <Decision proposal={proposal} onDecided={onDecided} kinds={['withdrawal']} />
  if (role === 'approver') return <Decision proposal={proposal} onDecided={onDecided} kinds={['approval', 'refusal']} />
  return null
}

function Decision({
  proposal,
  kinds,
  onDecided,
}: DecisionFormProps & { readonly kinds: readonly DecisionKind[] }): ReactNode {
  const draft = useDraft(`decision-${proposal.id}`, { text: '' })
  const { initial, keep, drop } = draft
  const [fields] = Form.useForm<{ text: string }>()
  const [chosen, choose] = useState<DecisionKind>()
  const { message } = App.useApp()
  const act = useAct(
    ({ kind, text }: { readonly kind: DecisionKind; readonly text: string }, key) => decide(proposal, kind, text, key),
    {
      onDone() {
        drop()
        onDecided()
        void message.success(say(`done.${chosen ?? 'approval'}`, { act: sayWord(actKindWords[proposal.kind]) }), 6)
      },
    },
  )

  async function send(kind: DecisionKind): Promise<void> {
    choose(kind)
    const text = (fields.getFieldValue('text') as string | undefined)?.trim() ?? ''
    if (kind !== 'approval' && text === '') {
      fields.setFields([
        { name: 'text', errors: [say(kind === 'refusal' ? 'refusalReasonMissing' : 'withdrawalReasonMissing')] },
      ])
      fields.getFieldInstance('text')?.focus()
      return
    }
    fields.setFields([{ name: 'text', errors: [] }])
    act.mutate({ kind, text })
  }

  return (
    <Form
      name={`decision-${proposal.id}`}
      form={fields}
      layout="vertical"
      style={{ marginBlockStart: 16 }}
      initialValues={initial}
      onValuesChange={(_, typed: { text: string }) => keep(typed)}
    >
      <Restored draft={draft} />
      <Form.Item name="text" label={say(kinds.includes('approval') ? 'note' : 'withdrawalReason')}>
        <Input.TextArea autoSize={{ minRows: 1, maxRows: 4 }} maxLength={200} />
      </Form.Item>
      {act.error && (
        <Form.Item>
          <Failure error={act.error} />
        </Form.Item>
      )}
      <Flex gap="small" wrap className="decision">
        {kinds.map((kind) => (
          <Button
            key={kind}
            type={kind === 'approval' ? 'primary' : 'default'}
            danger={kind === 'refusal'}
            size="large"
            loading={act.isPending && chosen === kind}
            disabled={act.isPending || act.isSuccess}
            onClick={() => void send(kind)}
          >
            {say(kind)}
          </Button>
        ))}
      </Flex>
    </Form>
  )
}
