import type { Catalog } from '../../catalog/catalog.ts';
import { catalogDigests, compareDigests } from '../../catalog/hash.ts';
import { objectKey, referenceTo } from '../../catalog/object.ts';
import { withoutOwnersRights } from '../../catalog/owners-rights.ts';
import type { DraftStep } from '../../engines/procedure.ts';
import type { OpenedSource } from '../opened-source.ts';
import type { StepFailure } from './rehearse-steps.ts';

/** What the rehearsal of a whole plan proved. */
export interface Proof {
  /** Why the plan does not work, a sentence each. */
  readonly broken: readonly string[];
  /** What the lab alone cannot do. */
  readonly notes: readonly string[];
}

/** Tells a plan that fails, or ends in another schema, from one that the lab cannot rehearse. */
export async function judged(
  from: OpenedSource,
  to: OpenedSource,
  drafts: readonly DraftStep[],
  failures: readonly StepFailure[],
  /** Objects that the lab tells in other words than they were written in. */
  unsure: readonly string[] = [],
): Promise<Proof> {
  const width = Math.max(3, String(drafts.length).length);
  const named = ({ at }: StepFailure) => `step ${String(at + 1).padStart(width, '0')} (${drafts[at]?.title})`;
  const standIns = hasStandIns(from, to);
  const limit = failures.findIndex(isUnavailable);
  const isLimit = (failure: StepFailure, place: number) =>
    (limit >= 0 && place >= limit) || (standIns && isForWantOfExtension(failure.code));
  const broken = failures.filter((failure, place) => !isLimit(failure, place));
  return {
    broken: [
      ...broken.map((failure) => `${named(failure)} failed in the rehearsal: ${failure.message}`),
      ...(failures.length === 0 ? await differences(from, to, unsure) : []),
    ],
    notes: failures
      .filter(isLimit)
      .map(
        (failure) =>
          `${named(failure)} could not be rehearsed, for want of an extension in the lab: ${failure.message}; what it locks is not known`,
      ),
  };
}

/** Whether the lab has stand-ins for extensions on either side. */
export function hasStandIns(...sides: readonly Pick<OpenedSource, 'catalog'>[]): boolean {
  return sides.some(({ catalog }) => catalog.extensions.some(({ stubbed }) => stubbed));
}

export function isForWantOfExtension(code: string): boolean {
  return lacking.has(code);
}

/** An undefined object, function or column: what a stand-in for an extension does not have. */
const lacking: ReadonlySet<string> = new Set(['42704', '42883', '42703']);

/** The lab has not the extension that is made; what fails after it may need it. */
function isUnavailable({ code, message }: StepFailure): boolean {
  return (code === '0A000' || code === '58P01') && /\bextension\b/.test(message);
}

/**
 * What the rehearsed plan left otherwise than it is to be, both by the schema that was read and by what the lab made of
 * it: so nothing is told that the lab could build on neither side.
 */
async function differences(
  { engine, lab, catalog }: OpenedSource,
  to: OpenedSource,
  unsure: readonly string[],
): Promise<readonly string[]> {
  const found = await engine.introspect(lab);
  const built = new Set(sentences(compareCatalogs(await engine.introspect(to.lab), found)).keys());
  const unmade = new Set([...unmadeKeys(catalog), ...unmadeKeys(to.catalog)]);
  const compared = compareCatalogs(to.catalog, found);
  const changed = compared.changed.filter((key) => !unsure.includes(key));
  const all = [...sentences({ ...compared, changed })]
    .filter(([key]) => built.has(key) && !unmade.has(key))
    .map(([, sentence]) => sentence);
  const shown = few(all);
  return shown === undefined ? [] : [`After the plan, the rehearsed schema is not yet as ${to.source.name}: ${shown}.`];
}

/**
 * Objects of a schema that its server would tell in other words than those in which they were read: sorted. Of an
 * extension that the lab lacks nobody knows the comment that it brings.
 */
export function unsureKeys({ source, catalog, traits }: OpenedSource): readonly string[] {
  const standIns = catalog.extensions.filter(({ stubbed }) => stubbed);
  const keys = standIns.map((extension) => objectKey(referenceTo({ kind: 'extension', extension })));
  if (!traits.rewritesQueries || source.kind === 'database' || source.kind === 'snapshot') return keys.sort();
  return [...keys, ...catalog.views.map((view) => objectKey(referenceTo({ kind: 'view', view })))].sort();
}

/** By their digests, whoever owns what. */
export function compareCatalogs(expected: Catalog, found: Catalog): ReturnType<typeof compareDigests> {
  const [before, after] = withoutOwnersRights(expected, found);
  return compareDigests(catalogDigests(before), catalogDigests(after));
}

/** What differs, in words; nothing where nothing does. */
export function shownDifferences(compared: ReturnType<typeof compareDigests>): string | undefined {
  return few([...sentences(compared).values()]);
}

function few(all: readonly string[]): string | undefined {
  if (all.length === 0) return undefined;
  return all.slice(0, 5).join(', ') + (all.length > 5 ? `, and ${all.length - 5} more` : '');
}

function sentences({ missing, unexpected, changed }: ReturnType<typeof compareDigests>): ReadonlyMap<string, string> {
  return new Map([
    ...missing.map((key) => [key, `${key} is missing`] as const),
    ...unexpected.map((key) => [key, `${key} is left over`] as const),
    ...changed.map((key) => [key, `${key} is otherwise`] as const),
  ]);
}

/** Stand-ins for extensions, and kinds that are only noticed: the comparison tells of these. */
function unmadeKeys({ extensions, others }: Catalog): readonly string[] {
  return [
    ...extensions.filter(({ stubbed }) => stubbed).map(({ name }) => objectKey({ kind: 'extension', name })),
    ...others
      .filter(({ definition }) => definition === undefined)
      .map((other) => objectKey(referenceTo({ kind: 'other', other }))),
  ];
}
