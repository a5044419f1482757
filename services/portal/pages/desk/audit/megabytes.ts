const MEGABYTE = 1_048_576

export function sayMegabytes(bytes: number): string {
  return `${(bytes / MEGABYTE).toFixed(1)} MB`
}
