import type { Statement } from '../../engines/engine.ts';
import type { FindingItem } from '../../findings/finding.ts';
import type { Lab } from '../../lab/lab.ts';
import type { Rehearsal } from '../../lab/rehearse.ts';
import type { OpenedSource } from '../opened-source.ts';

/** What came of a fix in the lab. */
export interface TriedFix {
  readonly statements: readonly Statement[];
  readonly rehearsals: readonly Rehearsal[];
  /** Whether others were tried at once with it. */
  readonly others: boolean;
}

/** Tries fixes: at once where the engine says that they hold together only if each does, and one by one where that fails. */
export async function tryFixes(
  fixes: readonly FindingItem[],
  opened: Pick<OpenedSource, 'engine' | 'traits' | 'catalog'>,
  rehearse: Lab['rehearse'],
): Promise<ReadonlyMap<FindingItem, TriedFix>> {
  const { engine, traits, catalog } = opened;
  const rendered = (items: readonly FindingItem[]): readonly Statement[] =>
    engine
      .renderAll(
        items.flatMap(({ changes }) => changes),
        traits,
        catalog,
      )
      .flat();
  const own = new Map(fixes.map((item) => [item, rendered([item])]));
  const tried = new Map<FindingItem, TriedFix>();
  const tryAll = async (parts: readonly (readonly FindingItem[])[]): Promise<void> => {
    const seen = await rehearse(
      parts.map((items) => (items.length === 1 ? items.flatMap((item) => own.get(item) ?? []) : rendered(items))),
    );
    for (const [at, items] of parts.entries()) {
      const rehearsals = seen[at] ?? [];
      const others = items.length > 1;
      if (others && rehearsals.some(({ error }) => error)) continue;
      for (const item of items) tried.set(item, { statements: own.get(item) ?? [], rehearsals, others });
    }
  };
  const parts = engine.together?.(fixes.map(({ changes }) => changes)) ?? fixes.map((_, at) => [at]);
  await tryAll(parts.map((places) => places.flatMap((at) => fixes[at] ?? [])));
  const left = fixes.filter((item) => !tried.has(item));
  if (left.length > 0) await tryAll(left.map((item) => [item]));
  return tried;
}
