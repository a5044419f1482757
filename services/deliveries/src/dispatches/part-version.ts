/** The version in `<stream>.<version>`: a stream knows its own parts by it. */
export function partVersion(part: string): string {
  return part.slice(part.lastIndexOf('.') + 1)
}
