import { Button, Form, Input, Radio, Space } from 'antd'
import type { ReactNode } from 'react'
import { mark } from '../../common/punctuation.ts'
import { useDraft } from '../../common/react/use-draft.ts'
import { Restored } from '../parts/unanswered.tsx'
import type { FileChoices } from './roster.queries.ts'
import type { Preview } from './row-remarks.ts'
import { say } from './words.ts'

interface FileDefaultsProps {
  readonly programme: string
  readonly preview: Preview
  readonly choices: FileChoices
  readonly isChecking: boolean
  readonly onChoose: (choices: FileChoices) => void
}

/** What the file leaves out, said once for all its rows; and what only its sender can know. */
export function FileDefaults({ programme, preview, choices, isChecking, onChoose }: FileDefaultsProps): ReactNode {
  const { undecided, offered, columns } = preview
  const [form] = Form.useForm<FileChoices>()
  const draft = useFileDefaults(programme)
  const mode = Form.useWatch('mode', form)
  const isMissing = (field: string) => !columns.some((column) => column.field === field)
  const asAbove = undecided.employerAsAbove
  const hidden = [undecided.hiddenRows, ...(undecided.hiddenColumns ?? [])].filter((part) => part !== undefined)
  return (
    <Form<FileChoices>
      form={form}
      layout="vertical"
      initialValues={{ ...draft.initial, ...choices }}
      // What only this file asks is said of it alone.
      onValuesChange={(_, { fillEmployers: _rows, hidden: _parts, ...ofAny }) => draft.keep(ofAny)}
      onFinish={(typed) => onChoose(withoutBlanks({ ...choices, ...typed }))}
    >
      {Object.keys(choices).length === 0 && <Restored draft={draft} />}
      <Space wrap size="middle" align="start" style={{ display: 'flex' }}>
        <Form.Item
          name="employer"
          label={say('employer')}
          extra={offered ? say('offered', { name: offered.employer }) : isMissing('employer') && say('defaultsHint')}
        >
          <Input maxLength={100} style={{ width: 240 }} />
        </Form.Item>
        <Form.Item name="trade" label={say('trade')} extra={isMissing('trade') && say('defaultsHint')}>
          <Input maxLength={40} style={{ width: 120 }} />
        </Form.Item>
        <Form.Item name="division" label={say('division')}>
          <Input maxLength={6} inputMode="numeric" style={{ width: 120 }} />
        </Form.Item>
        <Form.Item name="mode" label={say('mode')}>
          <Radio.Group
            options={[
              { value: 'add', label: say('modeAdd') },
              { value: 'replace', label: say('modeReplace') },
            ]}
          />
        </Form.Item>
        {mode === 'replace' && (
          <Form.Item name="leaverCredits" label={say('leaverCredits')}>
            <Radio.Group
              options={[
                { value: 'run-on', label: say('runOn') },
                { value: 'withdraw', label: say('withdraw') },
              ]}
            />
          </Form.Item>
        )}
      </Space>
      {(asAbove !== undefined || choices.fillEmployers !== undefined) && (
        <Form.Item name="fillEmployers" label={say('asAbove', { rows: asAbove ?? '' })}>
          <Radio.Group
            options={[
              { value: true, label: say('asAboveYes') },
              { value: false, label: say('asAboveNo') },
            ]}
          />
        </Form.Item>
      )}
      {(hidden.length > 0 || choices.hidden !== undefined) && (
        <Form.Item name="hidden" label={say('hiddenParts', { parts: hidden.join(mark('list')) })}>
          <Radio.Group
            options={[
              { value: 'include', label: say('hiddenInclude') },
              { value: 'leave', label: say('hiddenLeave') },
            ]}
          />
        </Form.Item>
      )}
      <Button htmlType="submit" loading={isChecking}>
        {say('recheck')}
      </Button>
    </Form>
  )
}

/** Of the next file of a programme: what is said of it, not the file. */
export function useFileDefaults(programme: string) {
  return useDraft<FileChoices>(`roster-defaults.${programme}`, { mode: 'add', leaverCredits: 'run-on' })
}

/** What was left blank is not said; nor what becomes of credits where nobody leaves. */
function withoutBlanks({ leaverCredits, ...choices }: FileChoices): FileChoices {
  const said = { ...choices, ...(choices.mode === 'replace' && { leaverCredits }) }
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined && value !== ''))
}
