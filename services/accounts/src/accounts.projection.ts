import type { SequencedEvent } from '@welfare/event-store/port.ts'
import type { EventHandlers } from '@welfare/facts/event-handlers.ts'
import type { Prepare } from '@welfare/facts/facts-declaration.ts'

export function identityHandlers(prepare: Prepare): EventHandlers {
  const touch = ({ stream, version }: SequencedEvent) =>
    void prepare('UPDATE account SET version = ? WHERE id = ?').run(version, stream)

  return {
    AccountOpened({ account, kind, role, reach }, { stream, version, sequence }) {
      prepare('INSERT INTO account VALUES (?, ?, ?, ?, ?, 0, ?, ?)').run(
        stream,
        account,
        kind,
        role,
        JSON.stringify(reach),
        version,
        sequence,
      )
      if (kind !== 'device') return
      for (const merchant of reach.merchants ?? []) prepare('INSERT INTO device VALUES (?, ?)').run(merchant, stream)
    },
    AuthorityChanged({ role, reach }, source) {
      prepare('UPDATE account SET role = ?, reach = ? WHERE id = ?').run(role, JSON.stringify(reach), source.stream)
      touch(source)
    },
    AccountClosed(_data, source) {
      prepare('UPDATE account SET closed = 1 WHERE id = ?').run(source.stream)
      touch(source)
    },
    PasswordChanged: (_data, source) => touch(source),
    TokenIssued({ token, label, expiresOn }, source) {
      prepare('INSERT INTO token VALUES (?, ?, ?, ?, ?, 0, ?)').run(
        token,
        source.stream,
        label,
        source.recordedAt,
        expiresOn ?? null,
        source.sequence,
      )
      touch(source)
    },
    TokenRevoked({ token }, source) {
      prepare('UPDATE token SET revoked = 1 WHERE token = ?').run(token)
      touch(source)
    },
  }
}
