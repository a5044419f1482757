/** Where "now" comes from. Passed in, because the demonstration runs on a simulated clock. */
export interface Clock {
  now(): Date
}
