/** How much of something a test tries: `npm run test:long` tries all of it. */
export function scaled(usual: number, long: number): number {
  return process.env.TEST_LEVEL === 'long' ? long : usual
}
