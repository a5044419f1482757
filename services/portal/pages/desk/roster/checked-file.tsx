import { Alert, Button, Checkbox, Space } from 'antd'
import { type ReactNode, useState } from 'react'
import { mark } from '../../common/punctuation.ts'
import { useAct } from '../../common/react/use-act.ts'
import { Failure } from '../shell/states.tsx'
import { FileDefaults } from './file-defaults.tsx'
import { HowRead } from './how-read.tsx'
import { PreviewTabs } from './preview-tabs.tsx'
import { type FileChoices, importRoster, type SentRoster } from './roster.queries.ts'
import { joinRows, type Preview } from './row-remarks.ts'
import { say } from './words.ts'

interface CheckedFileProps {
  readonly sent: SentRoster
  readonly preview: Preview
  readonly isChecking: boolean
  readonly onChoose: (choices: FileChoices) => void
  readonly onImporting: (job: string) => void
}

/** What the file would do, what has to be said about it first, and the act itself. */
export function CheckedFile({ sent, preview, isChecking, onChoose, onImporting }: CheckedFileProps): ReactNode {
  const [confirmed, setConfirmed] = useState<readonly number[]>([])
  const [acceptsLeftOut, setAcceptsLeftOut] = useState(false)
  const send = useAct(importRoster, { onDone: ({ id }) => onImporting(id) })
  const { counts, leavers, fileProblems, undecided } = preview
  const imported = counts.new + counts.known + counts.update + confirmed.length
  const leftOut = counts.error + counts.warning - confirmed.length
  const isOpen = fileProblems.length > 0 || Object.keys(undecided).length > 0
  return (
    <Space orientation="vertical" size="middle" style={{ width: '100%' }}>
      <HowRead name={sent.file.name} preview={preview} />
      {fileProblems.map((problem) => (
        <Alert key={problem.code} type="error" showIcon title={sayFileProblem(problem)} />
      ))}
      <FileDefaults
        programme={sent.programme}
        preview={preview}
        choices={sent.choices}
        isChecking={isChecking}
        onChoose={onChoose}
      />
      {leavers && leavers.count > 0 && (
        <Alert
          type="warning"
          showIcon
          title={say('leavers', { count: leavers.count, names: namesOf(leavers.workers) })}
        />
      )}
      {/* Rows are counted for what is said of the file so far: while something is open, such counts would be false. */}
      {isOpen ? (
        <Alert type="info" showIcon title={say('notCounted')} />
      ) : (
        <PreviewTabs sent={sent} preview={preview} confirmed={confirmed} onConfirm={confirm} />
      )}
      <Space wrap size="middle" hidden={isOpen}>
        <strong>{say('willImport', { count: imported })}</strong>
        {leftOut > 0 && <span>{say('leftOut', { count: leftOut })}</span>}
        {leftOut > 0 && (
          <Checkbox checked={acceptsLeftOut} onChange={({ target }) => setAcceptsLeftOut(target.checked)}>
            {say('acceptLeftOut', { count: leftOut })}
          </Checkbox>
        )}
        <Button
          type="primary"
          loading={send.isPending}
          disabled={isOpen || imported === 0 || (leftOut > 0 && !acceptsLeftOut)}
          onClick={() => send.mutate({ ...sent, confirmRows: joinRows(confirmed), acceptErrors: leftOut > 0 })}
        >
          {say('import', { count: imported })}
        </Button>
      </Space>
      {send.error && <Failure error={send.error} />}
    </Space>
  )

  /** Of two rows with one number the one that was ticked last is right. */
  function confirm(rows: readonly number[]): void {
    const ticked = rows.filter((row) => !confirmed.includes(row))
    const others = preview.rows
      .filter(({ row }) => ticked.includes(row))
      .flatMap(({ problems }) => problems.map(({ code, facts }) => code === OF_OTHER_NAME && facts.firstRow))
    setConfirmed(rows.filter((row) => !others.includes(row)))
  }
}

const OF_OTHER_NAME = 'identity-number-of-other-name'
const FIELDS = ['employer', 'trade'] as const

/** As the page has it, which has boxes for what is missing. */
function sayFileProblem({ code, facts, detail }: Preview['fileProblems'][number]): string {
  const { missing } = facts
  if (code !== 'roster-columns-missing' || !Array.isArray(missing)) return detail
  const fields = FIELDS.filter((field) => missing.includes(field))
  return fields.length === missing.length
    ? say('columnsMissing', { fields: fields.map((field) => say(field)).join(mark('list')) })
    : detail
}

const SHOWN_LEAVERS = 10

function namesOf(workers: readonly { readonly name?: string }[]): string {
  const names = workers.slice(0, SHOWN_LEAVERS).map(({ name = '—' }) => name)
  return names.join(mark('list')) + (workers.length > SHOWN_LEAVERS ? say('leaversMore') : '')
}
