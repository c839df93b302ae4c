import type { Catalog } from '../../catalog/catalog.ts';
import { qualified } from '../../catalog/names.ts';
import type { Table, View } from '../../catalog/table.ts';
import { listed } from '../../catalog/words.ts';
import { stated } from '../../findings/evidence.ts';
import { defineRule } from '../rule.ts';

export const rule = defineRule({
  id: 'definer-rights-view',
  category: 'security and tenancy',
  dimension: 'integrity',
  severity: 'high',
  summary: 'A view reads tables with row-level security with the rights of its owner.',
  headline: (count) => `${count} views read past row-level security`,
  why: 'Policies are judged for the view’s owner, not for the one who asks: who may read the view reads every row that its owner may.',
  effort: 'minutes',
  tradeOff: 'The readers of the view then need the privileges on its tables themselves, and may see fewer rows.',
  needs: ['catalog'],
  when: (traits) => traits.rowSecurity && traits.invokerViews,
  settings: {},
  *check({ catalog }) {
    if (!catalog.tables.some((table) => table.rowSecurity !== 'off')) return;
    const guarded = guardedReads(catalog);
    for (const view of catalog.views) {
      if (view.materialized || hasInvokerRights(view)) continue;
      const tables = guarded(view);
      const [first] = tables;
      if (!first) continue;
      const names = listed(tables.map(qualified));
      const bypassed = tables.filter((table) => table.rowSecurity === 'on' && table.owner === view.owner);
      yield {
        at: { kind: 'view', object: view },
        message: `${qualified(view)} reads ${names} with the rights of its owner, past the policies of ${tables.length === 1 ? 'that table' : 'those tables'}`,
        evidence: [
          stated(
            `${names} ${tables.length === 1 ? 'has' : 'have'} row-level security, and the view is not security_invoker`,
          ),
          ...(bypassed.length > 0
            ? [
                stated(
                  `${view.owner ?? 'the same role'} owns both the view and ${listed(bypassed.map(qualified))}: no policy applies to an owner`,
                ),
              ]
            : []),
        ],
        severity: bypassed.length > 0 ? 'high' : 'medium',
        weighs: tables,
        changes: [{ kind: 'set view option', view, option: 'security_invoker', value: 'true' }],
      };
    }
  },
});

function hasInvokerRights(view: View): boolean {
  return /^(?:true|on|yes|1)$/i.test(view.options['security_invoker'] ?? '');
}

/**
 * The tables with row-level security that a view reads itself, or through views with their caller's rights, whose
 * caller it is. Views with their owner's rights in between are judged by themselves.
 */
function guardedReads(catalog: Catalog): (view: View) => readonly Table[] {
  const tables = new Map(catalog.tables.map((table) => [qualified(table), table]));
  const views = new Map(catalog.views.map((view) => [qualified(view), view]));
  const collect = (view: View, seen: Set<View>, found: Set<Table>): void => {
    if (seen.has(view)) return;
    seen.add(view);
    for (const read of view.reads) {
      const table = tables.get(qualified(read));
      if (table && table.rowSecurity !== 'off') found.add(table);
      const inner = views.get(qualified(read));
      if (inner && !inner.materialized && hasInvokerRights(inner)) collect(inner, seen, found);
    }
  };
  return (view) => {
    const found = new Set<Table>();
    collect(view, new Set(), found);
    return [...found].sort((a, b) => (qualified(a) < qualified(b) ? -1 : 1));
  };
}
