// `npm run new rule <id>`: lays down a rule's folder and lists it in the registry.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';

const [kind, id, ...rest] = process.argv.slice(2);
const folder = new URL(`../src/rules/${id}/`, import.meta.url);

if (kind !== 'rule' || id === undefined || rest.length > 0)
  fail('usage: npm run new rule <id>, the id naming what is wrong: foreign-key-without-index');
if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(id))
  fail(`"${id}" is not an id: lower-case words joined by hyphens, two or more, as in foreign-key-without-index`);
if (existsSync(folder)) fail(`src/rules/${id} exists`);

const words = id.replaceAll('-', ' ');

const rule = `import { stated } from '../../findings/evidence.ts';
import { defineRule } from '../rule.ts';

export const rule = defineRule({
  id: '${id}',
  category: 'types',
  dimension: 'integrity',
  severity: 'medium',
  summary: 'One sentence: what is wrong (${words}).',
  headline: (count) => \`\${count} cases of ${words}\`,
  why: 'One or two sentences: why it matters.',
  effort: 'hours',
  tradeOff: 'One sentence: what the fix costs or risks.',
  needs: ['catalog'],
  settings: {},
  *check({ lookups }) {
    for (const table of lookups.ownTables) {
      if (table.columns.length > 0) continue;
      yield {
        at: { kind: 'table', object: table },
        message: \`\${table.name}: what is wrong here, with names and numbers\`,
        evidence: [stated('what backs it, and where each number comes from')],
        changes: [],
      };
    }
  },
});
`;

const test = `import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

testRule(rule, {
  flags: {
    'the plain case': 'create table t (id bigint primary key);',
  },
  allows: {
    'what looks like it and is not': 'create table t (id bigint primary key);',
  },
});
`;

const readme = `# ${id}

**What.** What is wrong, as a reader of the schema would see it.

**Why.** What it costs, and when.

**What to do.** The fix, what it locks and what it may break; when to keep things as they are.

## Example

\`\`\`sql
create table t (id bigint primary key);
\`\`\`

## References

- The manual's section, or the paper, that this rests on.
`;

mkdirSync(folder);
writeFileSync(new URL('rule.ts', folder), rule);
writeFileSync(new URL('rule.test.ts', folder), test);
writeFileSync(new URL('README.md', folder), readme);
await import('./registry.mjs');
console.log(`src/rules/${id}: rule.ts, rule.test.ts and README.md to fill in; then npx vitest run src/rules/${id}`);

function fail(message) {
  console.error(message);
  process.exit(1);
}
