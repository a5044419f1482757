import { Button, Form, Space, Tag } from 'antd'
import { type ReactNode, useState } from 'react'
import { answerOf, api, type BodyOf } from '../../../common/api/client.ts'
import { useSession } from '../../../common/react/session.tsx'
import { ActDrawer } from '../../parts/act-drawer.tsx'
import { SheetField, uploadSheet } from '../parts/sheet-field.tsx'
import type { Consignment } from './consignments.queries.ts'
import { EraseDrawer } from './erase-drawer.tsx'
import { ReadDialog } from './read-dialog.tsx'
import { say } from './words.ts'

type Attachment = Consignment['attachments'][number]

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
      {opened && (
        <ReadDialog
          attachment={opened}
          what={say('readWhat')}
          alt={say('attachments')}
          read={(purpose) => {
            const params = { path: { id: consignment.id, attachment: opened.attachment }, query: { purpose } }
            return answerOf(
              api.GET('/v1/consignments/{id}/attachments/{attachment}', { params, parseAs: 'arrayBuffer' }),
            )
          }}
          onClose={() => setOpened(undefined)}
        />
      )}
      {erasing && (
        <EraseDrawer consignment={consignment.id} attachment={erasing} onClose={() => setErasing(undefined)} />
      )}
    </>
  )
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
        <SheetField upload={uploadSheet(consignment)} />
      </Form.Item>
    </ActDrawer>
  )
}
