import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { embedded } from './embedded.ts';
import { featureSql } from './features.ts';
import { accepted, chosenEdits, isRename } from './random-edits.ts';
import { proveComposed } from './random-plans.ts';

const corpus = (name: string) => readFileSync(new URL(`corpus/postgres/${name}.sql`, import.meta.url), 'utf8');
const schemas: Readonly<Record<string, string>> = {
  employee: corpus('employee'),
  partitions: featureSql('partitions'),
  views: featureSql('views'),
  triggers: featureSql('triggers'),
  types: featureSql('types'),
  sequences: featureSql('sequences'),
  inheritance: featureSql('inheritance'),
  security: featureSql('security'),
  chinook: corpus('chinook'),
  azimutt: corpus('azimutt'),
};

const runs = Number(process.env['RELVAR_TEST_COMPOSED'] ?? 1);
const seed = Number(process.env['RELVAR_TEST_SEED'] ?? 7);
/** Large schemas, and all the rest, only when more than one run is asked for. */
const names = runs > 1 ? Object.keys(schemas) : Object.keys(schemas).slice(0, 4);

test.each(names)(
  '%s: plans of random edits are carried out and taken back, with rows',
  { timeout: 7_200_000 },
  async (name) => {
    const sql = schemas[name] ?? '';
    const database = await embedded();
    let ended = 0;
    let stopped = 0;
    await fc.assert(
      fc.asyncProperty(chosenEdits, async (chosen) => {
        // What is renamed is asked about, and has cases of its own.
        const kept = chosen.filter((one) => !isRename(one));
        const statements = await accepted(database, sql, kept);
        const edited = `${sql}\n;\n${statements.join(';\n')}`;
        for (const [from, to] of [
          [sql, edited],
          [edited, sql],
        ] as const) {
          for (const rows of [40, 1, 0]) {
            const { steps, of, wrong, loses } = await proveComposed(database, from, to, rows).catch(
              (cause: unknown) => {
                throw new Error(
                  `${from === sql ? 'there' : 'back'} with ${rows} rows: ${statements.join(';\n')}\n${String(cause)}`,
                );
              },
            );
            expect(wrong, `${from === sql ? 'there' : 'back'} with ${rows} rows: ${statements.join(';\n')}`).toEqual(
              [],
            );
            if (steps < of) stopped++;
            else ended++;
            // Where values went, the way back is proven without any.
            if (steps === of && !(loses && rows > 0)) break;
          }
        }
      }),
      { seed, numRuns: runs, endOnFailure: true },
    );
    expect(ended).toBeGreaterThan(0);
    if (runs > 1) process.stdout.write(`${name}: ${ended} plans to their end, ${stopped} stopped before rows\n`);
  },
);
