// A made schema and workload of any size for the index advisor, the same for the same seed.

/** Numbers from 0 to 1 (mulberry32). */
function chance(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Tables of 8 to 24 columns that refer to earlier ones, and as many different queries as asked for: look-ups, lists of
 * a tenant, pages of a list, joins with the parent, sums over a time, writes. Gives SQL of both, and a volumes file.
 */
export function madeWorkload({ tables, queries, seed }) {
  const next = chance(seed);
  const number = (from, to) => from + Math.floor(next() * (to - from + 1));
  const one = (list) => list[Math.floor(next() * list.length)];
  const some = (list, count) => {
    const left = [...list];
    const found = [];
    while (found.length < count && left.length > 0) found.push(...left.splice(Math.floor(next() * left.length), 1));
    return found;
  };
  const made = [];
  for (let at = 0; at < tables; at++) {
    const parents = at === 0 ? [] : some([...Array(at).keys()], number(0, Math.min(3, at)));
    const columns = [
      ...parents.map((parent) => ({ name: `t${parent}_id`, type: 'bigint', parent, kind: 'equal' })),
      { name: 'tenant_id', type: 'integer', kind: 'equal', distinct: 2000 },
      { name: 'status', type: 'text', kind: 'equal', distinct: number(3, 12) },
      { name: 'created_at', type: 'timestamptz', kind: 'range' },
      { name: 'amount', type: 'numeric(12,2)', kind: 'range', distinct: 100_000 },
      { name: 'body', type: 'text', kind: 'none', width: number(20, 400) },
    ];
    for (let extra = number(1, 14); extra > 0; extra--) {
      const [type, kind] = one([
        ['integer', 'equal'],
        ['bigint', 'equal'],
        ['text', 'equal'],
        ['date', 'range'],
        ['boolean', 'none'],
        ['uuid', 'equal'],
      ]);
      columns.push({ name: `c${extra}`, type, kind, distinct: 10 ** number(1, 6) });
    }
    made.push({ name: `t${at}`, columns, rows: Math.round(10 ** (3 + next() * 5)) });
  }
  const schema = made.map(({ name, columns }) => {
    const lines = columns.map(
      (column) =>
        `  ${column.name} ${column.type} not null${column.parent === undefined ? '' : ` references t${column.parent}`}`,
    );
    return `create table ${name} (\n  id bigint primary key,\n${lines.join(',\n')}\n);`;
  });
  const volumes = made.map(({ name, columns, rows }) => {
    const lines = columns.flatMap(({ name: column, distinct, width }) => {
      const facts = [
        ...(distinct === undefined ? [] : [`distinct: ${Math.min(distinct, rows)}`]),
        ...(width === undefined ? [] : [`width: ${width}`]),
      ];
      return facts.length === 0 ? [] : [`      ${column}: { ${facts.join(', ')} }`];
    });
    return `  ${name}:\n    rows: ${rows}\n    columns:\n${lines.join('\n')}`;
  });
  const value = (column, at) => ({ sql: `${column.name} = $${at}`, text: column.name });
  const seen = new Set();
  const statements = [];
  while (statements.length < queries) {
    const table = one(made);
    const equal = table.columns.filter((column) => column.kind === 'equal');
    const ranges = table.columns.filter((column) => column.kind === 'range');
    const held = some(equal, number(2, 4)).map((column, at) => `x.${value(column, at + 1).sql}`);
    const range = one(ranges);
    const returned = some(table.columns, number(1, 5)).map((column) => `x.${column.name}`);
    const parent = table.columns.find((column) => column.parent !== undefined);
    const from = `${table.name} x`;
    const where = held.join(' and ');
    const bound = `x.${range.name} >= $${held.length + 1}`;
    const sql = one([
      () => `select * from ${from} where ${where}`,
      () => `select ${returned.join(', ')} from ${from} where ${where}`,
      () => `select * from ${from} where ${where} order by x.${range.name} desc limit 50`,
      () => `select ${returned.join(', ')} from ${from} where ${where} and ${bound} order by x.${range.name}`,
      () => `select count(*), sum(x.amount) from ${from} where ${where} and ${bound}`,
      () => `select x.status, count(*) from ${from} where ${bound.replace(/\$\d/, '$1')} group by x.status`,
      () =>
        parent
          ? `select ${returned.join(', ')}, p.status from ${from} join t${parent.parent} p on p.id = x.${parent.name} where ${where} and p.tenant_id = $${held.length + 1}`
          : `select id from ${from} where ${where}`,
      () => `update ${table.name} x set status = $9 where ${where}`,
      () => `delete from ${from} where ${where} and ${bound}`,
    ])();
    // Where $9 stands alone, the parameters between do not matter.
    const key = sql.replaceAll(/\$\d/g, '$');
    if (seen.has(key)) continue;
    seen.add(key);
    statements.push(
      `-- calls: ${Math.max(1, Math.round(10 ** (next() * 4)))}/h\n${sql.replaceAll('$9', `$${held.length + 1}`)};`,
    );
  }
  return {
    schema: `${schema.join('\n')}\n`,
    volumes: `tables:\n${volumes.join('\n')}\n`,
    queries: `${statements.join('\n')}\n`,
  };
}
