import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import wasm from 'zxing-wasm/reader/zxing_reader.wasm?url'

// It would be fetched from elsewhere otherwise.
prepareZXingModule({ overrides: { locateFile: () => wasm } })

/** The text of a QR code in the picture; undefined where there is none. */
export async function readQr(picture: ImageData): Promise<string | undefined> {
  const [found] = await readBarcodes(picture, { formats: ['QRCode'], maxNumberOfSymbols: 1 })
  return found?.isValid ? found.text : undefined
}
