import { RelvarError } from '../../findings/error.ts';

type Document = Readonly<Record<string, unknown>>;

/** Makes a document of one version one of the next; it need not tell the new number. */
export type Upgrade = (document: Document) => Document;

/**
 * What turns the form of version n into that of n + 1, from version 1 on: a file of any older version goes through all
 * that follow its own.
 */
export const upgrades: readonly Upgrade[] = [];

/**
 * The document in the newest form.
 * @throws RelvarError `snapshot-too-new`, `bad-snapshot`
 */
export function upgraded(document: Document, name: string, steps: readonly Upgrade[]): Document {
  const newest = steps.length + 1;
  const version = document['version'];
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    throw new RelvarError('bad-snapshot', `${name}: version: expected a whole number from 1 to ${newest}`, {
      hint: 'take the snapshot anew',
    });
  }
  if (version > newest) {
    const tool = document['tool'];
    const by =
      typeof tool === 'object' && tool !== null && 'version' in tool ? `, written by relvar ${tool.version}` : '';
    throw new RelvarError(
      'snapshot-too-new',
      `${name} is a snapshot of version ${version}${by}; this relvar reads versions up to ${newest}`,
      { hint: 'upgrade relvar: npm install relvar@latest' },
    );
  }
  return steps
    .slice(version - 1)
    .reduce((older, step, at) => ({ ...step(older), version: version + at + 1 }), document);
}
