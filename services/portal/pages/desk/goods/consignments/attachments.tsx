import { useMutation } from '@tanstack/react-query'
import { Button, Form, Image, Modal, Radio, Space, Tag } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
import { answerOf, api, type BodyOf } from '../../../common/api/client.ts'
import { useSession } from '../../../common/react/session.tsx'
import { ActDrawer } from '../../parts/act-drawer.tsx'
import { Failure } from '../../shell/states.tsx'
import { SheetField } from '../parts/sheet-field.tsx'
import type { Consignment } from './consignments.queries.ts'
import { EraseDrawer } from './erase-drawer.tsx'
import { say } from './words.ts'

type Attachment = Consignment['attachments'][number]
const purposes = ['checking', 'audit', 'complaint', 'correction'] as const
type Purpose = (typeof purposes)[number]

/** Who may see names. */
const readers: readonly string[] = ['officer', 'auditor', 'administrator']

/** Photos and scans of signed sheets. */
export function Attachments({
  consignment,
  whatIs,
}: {
  readonly consignment: Consignment
  /** What an entry is called. */
  readonly whatIs: (entry: string) => string
}): ReactNode {
  const { role } = useSession()
  const [opened, setOpened] = useState<Attachment>()
  const [erasing, setErasing] = useState<string>()
  const { attachments } = consignment
  if (attachments.length === 0) return <p className="hint">{say('attachmentsNone')}</p>
  return (
    <>
      <ul className="plain-list">
        {attachments.map((attachment) => (
          <li key={attachment.attachment}>
            <Space wrap>
              {say('attachmentOf', { what: whatIs(attachment.entry) })}
              <span className="hint">{say('bytes', { size: Math.ceil(attachment.bytes / 1024) })}</span>
              {attachment.erased ? (
                <Tag>{say('erased')}</Tag>
              ) : (
                <>
                  {readers.includes(role) && (
                    <Button size="small" onClick={() => setOpened(attachment)}>
                      {say('read')}
                    </Button>
                  )}
                  {role === 'administrator' && (
                    <Button size="small" danger onClick={() => setErasing(attachment.attachment)}>
                      {say('erase')}
                    </Button>
                  )}
                </>
              )}
            </Space>
          </li>
        ))}
      </ul>
      {opened && <ReadDialog consignment={consignment.id} attachment={opened} onClose={() => setOpened(undefined)} />}
      {erasing && (
        <EraseDrawer consignment={consignment.id} attachment={erasing} onClose={() => setErasing(undefined)} />
      )}
    </>
  )
}

function ReadDialog({
  consignment,
  attachment,
  onClose,
}: {
  readonly consignment: string
  readonly attachment: Attachment
  readonly onClose: () => void
}): ReactNode {
  const { attachment: id, contentType } = attachment
  const [purpose, setPurpose] = useState<Purpose>('checking')
  const read = useMutation({ mutationFn: () => readContent(consignment, id, purpose, contentType) })
  const url = read.data
  useEffect(() => () => (url === undefined ? undefined : URL.revokeObjectURL(url)), [url])
  return (
    <Modal open title={say('readTitle')} footer={null} onCancel={onClose}>
      {url === undefined ? (
        <>
          <p>{say('readWhat')}</p>
          <p id="attachment-purpose">{say('purpose')}</p>
          <Radio.Group
            aria-labelledby="attachment-purpose"
            value={purpose}
            options={purposes.map((one) => ({ value: one, label: say(`purpose.${one}`) }))}
            onChange={({ target }) => setPurpose(target.value)}
          />
          {read.error && <Failure error={read.error} />}
          <p>
            <Button type="primary" loading={read.isPending} onClick={() => read.mutate()}>
              {say('open')}
            </Button>
          </p>
        </>
      ) : (
        <>
          {contentType !== 'application/pdf' && (
            <Image src={url} alt={say('attachments')} preview={false} style={{ maxWidth: '100%' }} />
          )}
          <p>
            <a href={url} download={`${id}.${contentType.split('/')[1]}`}>
              {say('save')}
            </a>
          </p>
        </>
      )}
    </Modal>
  )
}

/** An address within this page alone. The ledger has recorded the read before it answers. */
async function readContent(id: string, attachment: string, purpose: Purpose, contentType: string): Promise<string> {
  const params = { path: { id, attachment }, query: { purpose } }
  const content = await answerOf(
    api.GET('/v1/consignments/{id}/attachments/{attachment}', { params, parseAs: 'arrayBuffer' }),
  )
  return URL.createObjectURL(new Blob([content], { type: contentType }))
}

interface Typed {
  readonly attachments?: readonly string[]
}

/** To a receipt or a hand-out that was recorded before. */
export function AddSheetDrawer({
  consignment,
  entry,
  what,
  onClose,
}: {
  readonly consignment: string
  readonly entry: string
  readonly what: string
  readonly onClose: () => void
}): ReactNode {
  return (
    <ActDrawer<Typed, BodyOf<'addAttachments'>, object>
      title={say('addTitle', { what })}
      form={`add-sheet.${entry}`}
      empty={{}}
      toBody={({ attachments = [] }) => (attachments.length > 0 ? { entry, attachments: [...attachments] } : undefined)}
      send={(body, key) =>
        answerOf(
          api.POST('/v1/consignments/{id}/attachments/additions', {
            body,
            params: { path: { id: consignment }, header: { 'Idempotency-Key': key } },
          }),
        )
      }
      submit={say('addSheet')}
      done={say('addSheet')}
      onClose={() => onClose()}
    >
      <Form.Item
        name="attachments"
        label={say('attachments')}
        rules={[{ required: true, message: say('sheetMissing') }]}
      >
        <SheetField consignment={consignment} />
      </Form.Item>
    </ActDrawer>
  )
}
