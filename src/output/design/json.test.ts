import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type DesignFile, design, refine } from '../../index.ts';
import { designShape } from './shape.ts';

const file = 'schemas/design.schema.json';
const words =
  'Two companies? Users with several addresses, orders with items; an order can be open, paid or sent. Users have one email. ' +
  '10K orders a day. We list a user’s orders, newest first. Count orders by day. Flurbs gnarl the wibbles.\n\n[CONSTRAINTS]\n- The budget is one small server\n\n[RISKS]\n- Peaks in December\n';

describe('the design as JSON', () => {
  let told: DesignFile;
  beforeAll(async () => {
    told = await design(words, { with: ['audit'] });
  }, 60_000);

  /** `npx vitest run src/output/design/json.test.ts --update` writes it anew. */
  it(`${file} is up to date`, async () => {
    const schema = { $id: `https://unpkg.com/relvar/${file}`, title: 'Relvar design', ...z.toJSONSchema(designShape) };
    await expect(`${JSON.stringify(schema, undefined, 2)}\n`).toMatchFileSnapshot(`../../../${file}`);
  });

  it('is as the schema says', () => {
    const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(
      JSON.parse(readFileSync(file, 'utf8')),
    );
    validate(told);
    expect(validate.errors).toBeNull();
    expect(validate({ ...told, extra: 1 })).toBe(false);
    expect(validate({ ...told, tables: [{}] })).toBe(false);
    expect(validate({ ...told, proof: undefined })).toBe(false);
  });

  it('tells tables, references, queries and the proof', () => {
    const orders = told.tables.find(({ name }) => name === 'orders');
    expect(orders?.columns.find(({ name }) => name === 'status')?.values).toContain('paid');
    expect(orders?.references.map(({ to }) => to)).toContain('users');
    expect(told.queries.filter(({ said }) => said).every(({ tenfold }) => (tenfold?.cost ?? 0) > 0)).toBe(true);
    expect(told.proof.refused).toBeGreaterThan(0);
    expect(told.constraints).toEqual(['The budget is one small server']);
    expect(told.risks).toEqual(['Peaks in December']);
  });

  it('is not made of what says nothing', async () => {
    await expect(design('the and with')).rejects.toThrow('names nothing');
    await expect(refine('/no/such/folder', 'add notes')).rejects.toThrow('is no folder of a design');
  });
});
