/** What a report can be checked by later: the transparency log's tree over exactly the events that the report reflects. */
export interface TreeStamp {
  /** The report's own sequence. */
  readonly treeSize: number
  /** RFC 9162 root of the tree over the first `treeSize` events: SHA-256, base64. */
  readonly rootHash: string
}

export interface TreeStamper {
  /** Waits, bounded, until the tree holds the event; undefined when that takes too long. @throws RangeError below 0 */
  stampAt(sequence: number): Promise<TreeStamp | undefined>
}
