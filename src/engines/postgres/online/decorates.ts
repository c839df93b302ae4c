import type { Change } from '../../../catalog/change.ts';

type Decoration = Extract<Change, { readonly kind: 'grant' | 'revoke' | 'set comment' | 'set owner' }>;

/** Whether a change gives a new object what its own statement does not say: its comment, its rights, its owner. */
export function decorates(change: Change): change is Decoration {
  return (
    change.kind === 'grant' || change.kind === 'revoke' || change.kind === 'set comment' || change.kind === 'set owner'
  );
}
