// A schema of any size, shaped as large ones are: modules of 8 to 40 tables around a few that much refers to, some
// tables that all modules refer to (users, tenants…), junctions, and tables without references. The same for a seed.

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function chance(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A catalog of `count` tables, as an engine would read it back; only what a diagram looks at is there. */
export function madeCatalog(count, seed = 1) {
  const next = chance(seed);
  const upTo = (most) => Math.floor(next() * most);
  const types = ['text', 'integer', 'bigint', 'boolean', 'timestamp with time zone', 'numeric(12,2)', 'jsonb', 'uuid'];
  const hubs = Math.max(1, Math.round(Math.log2(count)));
  const tables = Array.from({ length: hubs }, (_, at) => ({ name: `hub_${at}`, references: [] }));
  for (let module = 0; tables.length < count; module++) {
    const size = Math.min(count - tables.length, 8 + upTo(33));
    const first = tables.length;
    for (let at = 0; at < size; at++) {
      const references = [];
      // Within the module toward early tables, so that some are referred to by many.
      const within = at === 0 ? 0 : [0, 1, 1, 1, 2, 2, 3][upTo(7)];
      for (let one = 0; one < within; one++) references.push(first + Math.floor(at * next() ** 2));
      if (next() < 0.25) references.push(upTo(hubs));
      if (next() < 0.06 && first > hubs) references.push(hubs + upTo(first - hubs));
      tables.push({ name: `module_${module}_table_${at}`, references: [...new Set(references)] });
    }
  }
  const column = (name, type, nullable) => ({
    name,
    nullable,
    type: { text: type, name: type, family: 'other', alignment: 4 },
    local: true,
  });
  const listed = tables.map(({ name, references }) => ({
    schema: 'public',
    name,
    kind: 'table',
    columns: [
      column('id', 'bigint', false),
      ...references.map((_, one) => column(`ref_${one}_id`, 'bigint', next() < 0.4)),
      ...Array.from({ length: 2 + upTo(14) }, (_, one) => column(`column_${one}`, types[upTo(types.length)], true)),
    ],
    primaryKey: { name: `${name}_pkey`, columns: ['id'] },
    uniques: [],
    indexes: [],
    inherits: [],
    foreignKeys: references.map((to, one) => ({
      name: `${name}_ref_${one}_id_fkey`,
      columns: [`ref_${one}_id`],
      references: { schema: 'public', name: tables[to].name },
      referencedColumns: ['id'],
      onDelete: 'no action',
      match: 'simple',
      enforced: true,
      inherited: false,
    })),
  }));
  listed.sort((a, b) => (a.name < b.name ? -1 : 1));
  return { tables: listed, views: [], others: [] };
}
