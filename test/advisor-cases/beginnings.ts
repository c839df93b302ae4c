import type { AdvisorCase } from './advisor-case.ts';

const schema =
  'create table codes (id bigint primary key, code text not null, flags int not null, note text not null);';
const rows = 'codes=20M';

const beginning = (title: string, condition: string, more: Pick<AdvisorCase, 'creates' | 'flags'>): AdvisorCase => ({
  title,
  schema,
  rows,
  queries: `select * from codes where ${condition};`,
  ...more,
});
const ordered = [{ table: 'codes', keys: ['code'], operatorClass: /text_pattern_ops/ }] as const;
const tree = [{ table: 'codes', method: 'spgist', keys: ['code'] }] as const;

/** Texts that begin with a value, by the operator for it: from PostgreSQL 15 on an ordered index knows it (release notes, E.1.3.1.2). */
export const beginnings: readonly AdvisorCase[] = [
  beginning('a text that begins with a constant', "code ^@ 'abc'", { creates: [[...ordered, ...tree]] }),
  beginning('a text that begins with a value, by the function', 'starts_with(code, $1)', { creates: ordered }),
  beginning('a text that begins with a constant, before ordered indexes knew the operator', "code ^@ 'abc'", {
    creates: tree,
    flags: ['--target', '14'],
  }),
  beginning('a text that begins with a value, before any index knew the function', 'starts_with(code, $1)', {
    creates: [],
    flags: ['--target', '14'],
  }),
  {
    title: 'equal texts and texts with a beginning: the class for beginnings finds both',
    schema,
    rows,
    queries: "select * from codes where code = $1; select * from codes where code like 'abc%';",
    creates: ordered,
  },
  {
    title: 'a beginning in a column of the collation C needs no class',
    schema: schema.replace('code text', 'code text collate "C"'),
    rows,
    queries: "select * from codes where code like 'abc%' order by code;",
    creates: [{ table: 'codes', keys: ['code'], operatorClass: /^$/ }],
  },
];

const flagged = (values: string): string =>
  `tables:\n  codes:\n    rows: 20M\n    columns:\n      flags: { values: ${values} }\n`;

/** Bits of a number: what its values tell of them decides. */
export const bits: readonly AdvisorCase[] = [
  {
    title: 'a bit that half of the rows have',
    schema,
    rows,
    volumes: flagged('{ "0": 0.3, "3": 0.2, "4": 0.3, "5": 0.2 }'),
    queries: 'select * from codes where flags & 4 = 4;',
    creates: [],
  },
  {
    title: 'a bit that nobody told of',
    schema,
    rows,
    queries: 'select * from codes where flags & 4 = 4;',
    creates: [],
  },
  {
    title: 'a bit that few rows have',
    schema,
    rows,
    volumes: flagged('{ "0": 0.6, "3": 0.3995, "4": 0.0005 }'),
    queries: 'select * from codes where flags & 4 = 4;',
    creates: [
      [
        { table: 'codes', keys: ['flags & 4'] },
        { table: 'codes', where: /flags&4=4/ },
      ],
    ],
  },
];
