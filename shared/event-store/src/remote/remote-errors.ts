/** The owner holds another ledger, or another epoch of it, than when this store was opened: every copy of it must be filled anew. */
export class LedgerChangedError extends Error {
  override readonly name = 'LedgerChangedError'
}

/** The owner does not know the token. */
export class StoreAccessDeniedError extends Error {
  override readonly name = 'StoreAccessDeniedError'
}

/** The owner does not understand what it was sent, and did nothing: a defect of this program, or another version of it. */
export class RequestRefusedError extends Error {
  override readonly name = 'RequestRefusedError'
}

/** No whole answer of the owner came: nobody knows what became of the request. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError'
}

/** The owner is closing its store: nothing was done. */
export class OwnerClosingError extends Error {
  override readonly name = 'OwnerClosingError'
}
