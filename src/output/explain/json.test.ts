import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type ExplanationSamples, explanationSamples } from '../../../test/samples/explanation.ts';
import { explanationJson } from './json.ts';
import { explanationFile } from './shape.ts';

const file = 'schemas/explanation.schema.json';
let samples: ExplanationSamples;
beforeAll(async () => {
  samples = await explanationSamples();
}, 60_000);

describe('the explanation as JSON', () => {
  /** `npx vitest run src/output/explain/json.test.ts -u` writes it anew. */
  it(`${file} is up to date`, async () => {
    const schema = {
      $id: `https://unpkg.com/relvar/${file}`,
      title: 'Relvar explanation',
      ...z.toJSONSchema(explanationFile),
    };
    await expect(`${JSON.stringify(schema, undefined, 2)}\n`).toMatchFileSnapshot(`../../../${file}`);
  });

  it.each(['rich', 'planned', 'clean', 'bare', 'deep', 'large', 'hostile'] as const)(
    'is as the schema says: %s',
    (name) => {
      const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(
        JSON.parse(readFileSync(file, 'utf8')),
      );
      const value = JSON.parse(explanationJson(samples[name]));
      validate(value);
      expect(validate.errors).toBeNull();
      expect(validate({ ...value, extra: 1 })).toBe(false);
      expect(validate({ ...value, plan: undefined })).toBe(false);
      expect(validate({ ...value, plan: { ...value.plan, root: { ...value.plan.root, children: [{}] } } })).toBe(false);
    },
  );

  it('is recognisable, and loses nothing', () => {
    const { format, version, ...value } = JSON.parse(explanationJson(samples.rich));
    expect([format, version]).toEqual(['relvar-explanation', 1]);
    expect(value).toEqual(JSON.parse(JSON.stringify(samples.rich)));
    expect(Object.keys(value).slice(0, 4)).toEqual(['tool', 'source', 'query', 'basis']);
  });
});
