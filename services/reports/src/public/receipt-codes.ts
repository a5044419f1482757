import { createHmac } from 'node:crypto'
import { readCardCode, writeCardCode } from '@welfare/contracts/card-code.ts'
import { comparableNumber } from '@welfare/contracts/comparable-text.ts'

/**
 * What is printed beside the number of a receipt: nobody who knows the number alone reads what became of the gift. Derived from the fund and the
 * paper's number, so that it is the same after a correction, and stored nowhere. 45 bits: with a hundred wrong guesses at once and one each ten seconds
 * over all addresses, one hit for one receipt in 11 million years.
 */
export function receiptCodeOf(key: Uint8Array, fund: string, receiptNumber: string): string {
  const digest = createHmac('sha256', key)
    .update(`${fund}\n${comparableNumber(receiptNumber)}`)
    .digest()
  return writeCardCode(Math.floor(digest.readUIntBE(0, 6) / 8))
}

/** Of these funds the one whose code it is, however it was typed. */
export function fundOfCode(
  key: Uint8Array,
  { receiptNumber, code }: { readonly receiptNumber: string; readonly code: string },
  funds: readonly string[],
): string | undefined {
  const read = readCardCode(code)
  if (!('payload' in read)) return undefined
  const written = writeCardCode(read.payload)
  return funds.find((fund) => receiptCodeOf(key, fund, receiptNumber) === written)
}
