const LONGEST_SIDE_PX = 2_400
const SMALL_ENOUGH_BYTES = 1_500_000

/** A phone's photo in a size that is readable on paper and fast on a weak network; anything else as it is. */
export async function shrinkPhoto(file: Blob): Promise<Blob> {
  if (file.type !== 'image/jpeg' || file.size <= SMALL_ENOUGH_BYTES) return file
  const picture = await createImageBitmap(file)
  const scale = Math.min(1, LONGEST_SIDE_PX / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(picture.width * scale)
  canvas.height = Math.round(picture.height * scale)
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
  const smaller = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.85))
  return smaller && smaller.size < file.size ? smaller : file
}
