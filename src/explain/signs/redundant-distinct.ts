import { measuredOf } from '../estimates.ts';
import { figure } from '../figures.ts';
import { harms, nodesOf, shareText } from '../harm.ts';
import { defineSign } from '../sign.ts';
import { told } from '../told.ts';

export const sign = defineSign({
  id: 'redundant-distinct',
  title: 'DISTINCT over rows that are distinct already',
  why: 'Rows with a unique key among their columns cannot repeat, but the engine sorts or hashes them all to find out.',
  what: 'DISTINCT over one table whose returned columns hold a primary key or a unique key without nulls. Leave DISTINCT out.',
  references: ['https://www.postgresql.org/docs/current/queries-select-lists.html#QUERIES-DISTINCT'],
  explains: ['grouping-by-sort'],
  *check(input) {
    const main = input.query?.blocks[0];
    const [relation, ...others] = main?.relations ?? [];
    if (main?.distinct !== 'rows' || !relation?.table || others.length > 0 || main.group.length > 0) return;
    const table = input.lookups.table(relation.table);
    if (!table) return;
    const bare = main.returned.filter((one) => one.functions.length === 0 && one.cast === undefined);
    const columns = new Set(
      main.returnsAll ? table.columns.map((one) => one.name) : bare.map((one) => one.column?.column),
    );
    const key = input.lookups
      .uniqueKeys(table)
      .find((one) =>
        one.every((column) => columns.has(column) && table.columns.some((c) => c.name === column && !c.nullable)),
      );
    if (!key) return;
    const placed = nodesOf(input, ['Unique', 'Aggregate'])[0];
    if (!placed) return;
    const sorts = input.tree.childrenOf(placed).filter((one) => one.node.kind.endsWith('Sort'));
    const weight = placed.share + sorts.reduce((sum, one) => sum + one.share, 0);
    if (!harms(weight, input)) return;
    const rows = placed.node.measured ? (measuredOf(placed.node) ?? 0) : placed.node.rows;
    yield {
      node: placed.path,
      message: `makes ${figure(rows)} rows distinct that are: ${key.join(', ')} is unique in ${table.name}; ${shareText(weight, input)}`,
      evidence: [
        told(input, `${placed.node.kind} of ${figure(rows)} rows`),
        { kind: 'stated', text: `${table.name} has a unique key over ${key.join(', ')}` },
      ],
      weight: Math.min(1, weight),
      remedies: [{ kind: 'rewrite', rewrite: 'distinct-redundant-removed' }],
    };
  },
});
