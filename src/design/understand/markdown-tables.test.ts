import { describe, expect, it } from 'vitest';
import { domains } from '../knowledge/knowledge.ts';
import { withDataModels } from './markdown-tables.ts';
import { understand } from './understand.ts';

const told = (text: string) => {
  const { entities, relations } = understand({ text, name: 'the description' }, domains);
  return {
    tables: Object.fromEntries(entities.map(({ name, attributes }) => [name, attributes.map((one) => one.name)])),
    references: relations.map(({ from, to, role }) => `${from} > ${to} as ${role}`),
  };
};

describe('a data model in tables of Markdown', () => {
  it('may have a row for each table', () => {
    const text = `| Entity | Attributes |
|---|:-:|
| **kilns** | id, serial (unique), keeper_id -> potters, built_on date, price numeric(14,2) not null |
| potters | id, full_name, tax_no unique |`;
    expect(told(text)).toEqual({
      tables: { kiln: ['id', 'serial', 'built_on', 'price'], potter: ['id', 'full_name', 'tax_no'] },
      references: ['kiln > potter as keeper'],
    });
  });

  it('may have a table for each, under its name', () => {
    const text = `### kilns
| Column | Type | Nullable | Key | Description |
|---|---|---|---|---|
| id | bigint | no | PK | the number |
| serial | varchar(20) | no | unique | on the plate |
| built_on | date | yes | | when |

Table: firings
| Field | Type | References |
|---|---|---|
| id | bigint | |
| kiln_id | bigint | kilns |
| heat | int | |`;
    expect(told(text)).toEqual({
      tables: { kiln: ['id', 'serial', 'built_on'], firing: ['id', 'heat'] },
      references: ['firing > kiln as kiln'],
    });
  });

  it('keeps every line in its place, and other tables as they are', () => {
    const prices = '| Season | Price |\n|---|---|\n| summer | 10 |';
    expect(withDataModels(prices)).toBe(prices);
    expect(withDataModels('| Table | Columns |\n|---|---|\n| kilns | id |\nend').split('\n')).toEqual([
      '',
      '',
      'kilns(id)',
      'end',
    ]);
  });
});
