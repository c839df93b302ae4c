import type { MigrationAction } from '../../../engines/migration-action.ts';

/** The limit for waits as it stands: `SET lock_timeout`, or a statement_timeout, which ends waits, too. */
export function timeoutTracker() {
  const session = new Map<string, string>();
  const local = new Map<string, string>();
  return {
    at(actions: readonly MigrationAction[]): string | undefined {
      for (const action of actions) {
        if (action.kind !== 'set') continue;
        if (action.name === 'all') session.clear();
        else if (/^(?:lock|statement|transaction|lock_wait)_timeout$/.test(action.name)) {
          (action.local ? local : session).set(action.name, action.value.replaceAll("'", ''));
        }
      }
      const inForce = [...session, ...local].filter(([, value]) => !/^(?:0\w*|default|)$/i.test(value));
      return inForce.at(-1)?.join(' ');
    },
    endOfTransaction(): void {
      local.clear();
    },
  };
}
