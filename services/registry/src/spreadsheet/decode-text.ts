export interface DecodedText {
  readonly text: string
  readonly encoding: string
}

/** UTF-8 and UTF-16 say so by themselves; everything else that Chinese Excel writes is GB 18030. Undefined for bytes of no such encoding. */
export function decodeText(bytes: Buffer): DecodedText | undefined {
  for (const encoding of encodingsOf(bytes)) {
    try {
      return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes), encoding }
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
    }
  }
  return undefined
}

const SAMPLE_BYTES = 2_000

function encodingsOf(bytes: Buffer): readonly string[] {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return ['utf-16le']
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return ['utf-16be']
  // Without a mark: a comma, a digit and a line end have a zero as their upper byte.
  const zeros = [0, 0]
  bytes.subarray(0, SAMPLE_BYTES).forEach((byte, index) => {
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1
  })
  const [even = 0, odd = 0] = zeros
  if (odd > 4 && even === 0) return ['utf-16le']
  if (even > 4 && odd === 0) return ['utf-16be']
  return ['utf-8', 'gb18030']
}
