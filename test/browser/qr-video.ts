import { closeSync, constants, openSync, writeSync } from 'node:fs'
import { encode } from 'uqr'

const [WIDTH, HEIGHT] = [640, 480]
const MODULE_PX = 8

/**
 * A video, uncompressed (YUV4MPEG2), in which a camera sees a QR code on a white ground. Every one is as long: it is written over the last one, and
 * an open camera sees it next.
 */
export function writeQrVideo(file: string, text: string): void {
  const { data, size } = encode(text, { border: 4 })
  const luma = Buffer.alloc(WIDTH * HEIGHT, 235)
  const [left, top] = [Math.floor((WIDTH - size * MODULE_PX) / 2), Math.floor((HEIGHT - size * MODULE_PX) / 2)]
  for (const [y, row] of data.entries())
    for (const [x, isDark] of row.entries()) {
      if (!isDark) continue
      for (let line = 0; line < MODULE_PX; line += 1) {
        const start = (top + y * MODULE_PX + line) * WIDTH + left + x * MODULE_PX
        luma.fill(16, start, start + MODULE_PX)
      }
    }
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, Buffer.alloc((WIDTH * HEIGHT) / 2, 128)])
  const header = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`)
  const open = openSync(file, constants.O_WRONLY | constants.O_CREAT)
  writeSync(open, Buffer.concat([header, frame, frame]))
  closeSync(open)
}
