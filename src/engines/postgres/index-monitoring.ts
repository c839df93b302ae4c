import type { QualifiedName } from '../../catalog/names.ts';
import { quoteLiteral } from './quote.ts';

/**
 * Queries for a live server that tell, after indexes were made and dropped, whether they are valid and used, how large
 * they became, and whether updates still stay within their pages (the manual, 27.2 and 52.26; `pg_index.indisvalid`).
 */
export function indexMonitoring(
  created: readonly QualifiedName[],
  tables: readonly QualifiedName[],
): readonly { readonly title: string; readonly sql: string }[] {
  const found: { title: string; sql: string }[] = [];
  if (created.length > 0) {
    found.push({
      title: 'Are they valid? A concurrent build that failed leaves an invalid index: drop it and build it again',
      sql: `${withParts('made', created)}
SELECT c.relname, i.indisvalid, i.indisready, pg_size_pretty(pg_relation_size(c.oid))
FROM made JOIN pg_index i ON i.indexrelid = made.oid JOIN pg_class c ON c.oid = made.oid
ORDER BY c.relname;`,
    });
    found.push({
      title: 'Are they used? After a week with the usual load every one should have scans',
      sql: `${withParts('made', created)}
SELECT indexrelname, idx_scan, idx_tup_read, idx_tup_fetch, pg_size_pretty(pg_relation_size(indexrelid))
FROM pg_stat_user_indexes JOIN made ON made.oid = indexrelid
ORDER BY idx_scan;`,
    });
  }
  if (tables.length > 0) {
    found.push({
      title: 'Are tables still read from end to end, and do updates still stay within their pages (HOT)?',
      sql: `${withParts('looked', tables)}
SELECT relname, seq_scan, seq_tup_read, idx_scan, n_tup_upd, n_tup_hot_upd,
  round(100.0 * n_tup_hot_upd / nullif(n_tup_upd, 0), 1) AS hot_percent
FROM pg_stat_user_tables JOIN looked ON looked.oid = relid
ORDER BY relname;`,
    });
  }
  return found;
}

/** Tables or indexes with their partitions, which alone are scanned and have a size. */
function withParts(name: string, of: readonly QualifiedName[]): string {
  return `WITH RECURSIVE ${name} AS (
  SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE (n.nspname, c.relname) IN (${pairs(of)})
  UNION ALL SELECT inhrelid FROM pg_inherits JOIN ${name} ON ${name}.oid = inhparent
)`;
}

function pairs(names: readonly QualifiedName[]): string {
  return names.map(({ schema, name }) => `(${quoteLiteral(schema)}, ${quoteLiteral(name)})`).join(', ');
}
