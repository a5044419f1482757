/** Characters sent at once: a write for each transaction would cost more than the transaction. */
const ENOUGH = 64 * 1_024

/** The same text in fewer, larger parts. */
export async function* largeParts(parts: AsyncIterable<string>): AsyncIterable<string> {
  let waiting = ''
  for await (const part of parts) {
    waiting += part
    if (waiting.length < ENOUGH) continue
    yield waiting
    waiting = ''
  }
  if (waiting !== '') yield waiting
}
