import { Form } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
import { mark } from '../../common/punctuation.ts'
import { say } from './words.ts'

/** Beside a button that cannot be pressed yet: what its form still asks for, in the words of its rules. It marks no field. */
export function WhatIsMissing({ id, values }: { readonly id: string; readonly values: object }): ReactNode {
  const form = Form.useFormInstance()
  const [missing, setMissing] = useState<readonly string[]>([])
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is typed decides, and the form does not change with it
  useEffect(() => {
    let isNewest = true
    form.validateFields({ validateOnly: true }).then(
      () => isNewest && setMissing([]),
      ({ errorFields }: Refused) => isNewest && setMissing([...new Set(errorFields.flatMap(({ errors }) => errors))]),
    )
    return () => {
      isNewest = false
    }
  }, [form, values])
  return (
    <small id={id} className="hint">
      {missing.length === 0 ? say('notWhole') : say('missing', { list: missing.join(mark('part')) })}
    </small>
  )
}

interface Refused {
  readonly errorFields: readonly { readonly errors: readonly string[] }[]
}
