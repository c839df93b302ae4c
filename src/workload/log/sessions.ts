import type { Grouping } from '../group.ts';
import type { LogSession, Messages } from './messages.ts';

/** So many sessions are followed at once; the one that was begun first is ended for another. */
const most = 20_000;

export interface LogSessions {
  /** The session of a process or session number; `who` is asked when it is new, or when `identity` is another. */
  readonly of: (key: number | string, identity: number, who: () => Who) => LogSession;
  readonly all: () => Iterable<LogSession>;
}

export interface Who {
  readonly user?: string;
  readonly database?: string;
  readonly application?: string;
}

/** Remembers sessions; process numbers are used again, so that another user or database makes another session. */
export function rememberSessions(grouping: Grouping, messages: () => Messages): LogSessions {
  const known = new Map<number | string, { readonly session: LogSession; readonly identity: number }>();
  return {
    of(key, identity, who) {
      const found = known.get(key);
      if (found && found.identity === identity) return found.session;
      if (found) messages().finish([found.session]);
      else if (known.size >= most) {
        const [oldest] = known;
        if (oldest) {
          messages().finish([oldest[1].session]);
          known.delete(oldest[0]);
        }
      }
      const session: LogSession = grouping.session(who());
      known.set(key, { session, identity });
      return session;
    },
    *all() {
      for (const { session } of known.values()) yield session;
    },
  };
}
