/** How long an answer waits for the other side's acknowledgement; the money is safe either way. */
export const ACKNOWLEDGEMENT_WAIT_MS = 2_000
