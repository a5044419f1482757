/** More is slower and finds nothing more. */
const LONGEST_SIDE = 1_280

/** The picture as pixels, upright, no larger than it need be. */
export function drawPicture(
  canvas: HTMLCanvasElement,
  source: HTMLVideoElement | ImageBitmap,
  width: number,
  height: number,
): ImageData | undefined {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height))
  canvas.width = Math.round(width * scale)
  canvas.height = Math.round(height * scale)
  if (canvas.width === 0 || canvas.height === 0) return undefined
  const context = canvas.getContext('2d', { willReadFrequently: true })
  context?.drawImage(source, 0, 0, canvas.width, canvas.height)
  return context?.getImageData(0, 0, canvas.width, canvas.height)
}

export async function readPhoto(file: File): Promise<string | undefined> {
  const [{ readQr }, bitmap] = await Promise.all([import('./decoder.ts'), createImageBitmap(file)])
  const picture = drawPicture(document.createElement('canvas'), bitmap, bitmap.width, bitmap.height)
  bitmap.close()
  return picture && readQr(picture)
}
