import { idOf } from '@welfare/contracts/primitives.ts'
import { z } from 'zod'
import type { Accepted } from './accounts.context.ts'

export const accountParams = z.strictObject({ id: idOf('account') })

export const changedAccount = z.strictObject({ id: idOf('account'), version: z.int().min(1) })

export const oneTimePassword = z.string().meta({
  description: 'Shown here and nowhere else; good for choosing a password at the first sign-in, within seven days',
})

export function answeredWith({ version, position }: Accepted) {
  return { version, position }
}
