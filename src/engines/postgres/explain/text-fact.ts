import { typedValue } from './fields.ts';
import { splitList } from './identifiers.ts';
import type { Raw } from './text-node.ts';

/** What EXPLAIN writes before a colon, from version 9 to 18. */
export const knownLabels: ReadonlySet<string> = new Set(
  `Filter|Index Cond|Recheck Cond|Hash Cond|Merge Cond|Join Filter|TID Cond|One-Time Filter|Order By|Run Condition
Conflict Filter|Rows Removed by Filter|Rows Removed by Join Filter|Rows Removed by Index Recheck
Rows Removed by Conflict Filter|Heap Fetches|Index Searches|Heap Blocks|Sort Key|Presorted Key|Group Key|Hash Key
Sort Method|Buckets|Batches|Planned Partitions|Buffers|I/O Timings|WAL|Workers Planned|Workers Launched|Single Copy
Params Evaluated|Output|Inner Unique|Disabled|Disabled Nodes|Function Call|Table Function Call|Remote SQL|Relations
Foreign File|Foreign File Size|Foreign Program|Sampling|Cache Key|Cache Mode|Hits|Full-sort Groups|Pre-sorted Groups
Full-sort Group|Pre-sorted Group|Storage|Window|Subplans Removed|Conflict Resolution|Conflict Arbiter Indexes
Tuples Inserted|Conflicting Tuples|Tuples|Batch Size|Estimates|Planning Time|Planning time|Execution Time
Execution time|Total runtime|Total Runtime|Planning|JIT|Settings|Query Identifier|Query Text|Query Parameters
Serialization|Functions|Options|Timing|Generation Time|Inlining|Inlining Time|Optimization|Optimization Time
Emission Time|Memory`.split(/[|\n]/),
);

const lists = new Set(['Output', 'Sort Key', 'Presorted Key', 'Conflict Arbiter Indexes', 'Params Evaluated']);

/** Properties of the JSON form that a line of the text form tells: `Buffers: shared hit=1` is `Shared Hit Blocks`. */
export function addTextFact(target: Raw, label: string, value: string): void {
  const reader = readers[label];
  if (reader) reader(target, value);
  else if (lists.has(label)) target[label] = splitList(value);
  else if (label === 'Group Key' || label === 'Hash Key') addGroupKey(target, label, value);
  else target[label] = scalar(label, value);
}

function scalar(label: string, value: string): string | number | boolean {
  const withUnit = /^(-?\d+(?:\.\d+)?) ?(?:ms|kB|b|bytes)$/.exec(value)?.[1];
  return typedValue(label, withUnit ?? value);
}

const readers: Readonly<Record<string, (target: Raw, value: string) => void>> = {
  Buffers(target, value) {
    for (const [group, name, count] of counts(value)) {
      target[`${capital(group)} ${capital(name)} Blocks`] = count;
    }
  },
  'I/O Timings'(target, value) {
    for (const [group, name, time] of counts(value)) {
      // `read=0.1` to version 14, `shared/local read=0.1` in 15 and 16, `shared read=0.1` from 17.
      const kind = group === '' || group === 'shared/local' ? '' : `${capital(group)} `;
      target[`${kind}I/O ${capital(name)} Time`] = time;
    }
  },
  WAL(target, value) {
    for (const [, name, count] of counts(value.replace('buffers full', 'buffersfull'))) {
      target[walNames[name] ?? `WAL ${name}`] = count;
    }
  },
  'Sort Method'(target, value) {
    const match = /^(.*?)\s+(Memory|Disk):\s*(\d+)kB$/.exec(value);
    target['Sort Method'] = match?.[1] ?? value;
    if (match) {
      target['Sort Space Used'] = Number(match[3]);
      target['Sort Space Type'] = match[2];
    }
  },
  Buckets(target, value) {
    const match =
      /^(\d+)(?:\s*\(originally\s+(\d+)\))?\s+Batches:\s*(\d+)(?:\s*\(originally\s+(\d+)\))?\s+Memory\s+Usage:\s*(\d+)kB$/.exec(
        value,
      );
    if (!match) {
      target['Hash Buckets'] = value;
      return;
    }
    const [, buckets, bucketsBefore = buckets, batches, batchesBefore = batches, memory] = match;
    target['Hash Buckets'] = Number(buckets);
    target['Original Hash Buckets'] = Number(bucketsBefore);
    target['Hash Batches'] = Number(batches);
    target['Original Hash Batches'] = Number(batchesBefore);
    target['Peak Memory Usage'] = Number(memory);
  },
  Batches: (target, value) => readPairs(target, `Batches: ${value}`),
  'Planned Partitions': (target, value) => readPairs(target, `Planned Partitions: ${value}`),
  Hits: (target, value) => readPairs(target, `Hits: ${value}`),
  Storage: (target, value) => readPairs(target, `Storage: ${value}`),
  'Heap Blocks'(target, value) {
    for (const [, name, count] of counts(value)) target[`${capital(name)} Heap Blocks`] = count;
  },
  Tuples(target, value) {
    for (const [, name, count] of counts(value)) target[`Tuples ${capital(name)}`] = count;
  },
  Memory(target, value) {
    for (const [, name, count] of counts(value.replaceAll('kB', ''))) target[`Memory ${capital(name)}`] = count;
  },
  'Full-sort Groups': (target, value) => readSortGroups(target, 'Full-sort Groups', value),
  'Pre-sorted Groups': (target, value) => readSortGroups(target, 'Pre-sorted Groups', value),
  Sampling(target, value) {
    const match = /^(\S+) \((.*?)\)(?: REPEATABLE \((.*)\))?$/.exec(value);
    target['Sampling Method'] = match?.[1] ?? value;
    if (match) target['Sampling Parameters'] = splitList(match[2] ?? '');
    if (match?.[3] !== undefined) target['Repeatable Seed'] = match[3];
  },
};

const walNames: Readonly<Record<string, string>> = {
  records: 'WAL Records',
  fpi: 'WAL FPI',
  bytes: 'WAL Bytes',
  buffersfull: 'WAL Buffers Full',
};

/** `shared hit=1 read=2, temp written=3` as shared hit 1, shared read 2, temp written 3. */
function counts(value: string): readonly (readonly [group: string, name: string, count: number])[] {
  const found: [string, string, number][] = [];
  let group = '';
  for (const word of value.split(/[\s,]+/)) {
    const match = /^(\w+)=(\d+(?:\.\d+)?)$/.exec(word);
    if (match) found.push([group, match[1] ?? '', Number(match[2])]);
    else group = word;
  }
  return found;
}

const pairNames: Readonly<Record<string, string>> = {
  Batches: 'HashAgg Batches',
  'Memory Usage': 'Peak Memory Usage',
  Hits: 'Cache Hits',
  Misses: 'Cache Misses',
  Evictions: 'Cache Evictions',
  Overflows: 'Cache Overflows',
};

/** `Batches: 5  Memory Usage: 4145kB  Disk Usage: 3000kB`. */
function readPairs(target: Raw, text: string): void {
  for (const [, label = '', value = ''] of text.matchAll(/([A-Z][A-Za-z ]*?):\s*(\w+)(?=\s|$)/g)) {
    target[pairNames[label] ?? label] = scalar(label, value);
  }
}

function readSortGroups(target: Raw, name: string, value: string): void {
  const count = /^(\d+)/.exec(value)?.[1];
  const methods = /Sort Methods?:\s*(.*?)(?=\s+(?:Average|Peak) |\s\s|$)/.exec(value)?.[1];
  const group: Raw = {
    ...(count === undefined ? {} : { 'Group Count': Number(count) }),
    ...(methods === undefined ? {} : { 'Sort Methods Used': methods.split(/,\s*/) }),
  };
  for (const [, type = '', average, , peak] of value.matchAll(
    /Average (Memory|Disk):\s*(\d+)kB\s+Peak (Memory|Disk):\s*(\d+)kB/g,
  ))
    group[`Sort Space ${type}`] = { 'Average Sort Space Used': Number(average), 'Peak Sort Space Used': Number(peak) };
  target[name] = group;
}

/** One key is a GROUP BY; several, an empty one or a hash key are the keys of grouping sets. */
function addGroupKey(target: Raw, label: string, value: string): void {
  const before = target['Group Key'];
  const keys = value === '()' ? [] : splitList(value);
  const sets: Raw[] = Array.isArray(target['Grouping Sets']) ? [...target['Grouping Sets']] : [];
  const aggregate = target['Node Type'] === 'Aggregate';
  const alone = label === 'Group Key' && keys.length > 0 && sets.length === 0 && target['Sort Key'] === undefined;
  if (!aggregate || (alone && before === undefined)) {
    target[label] = keys;
    return;
  }
  if (before !== undefined) {
    sets.push({ 'Group Keys': [before] });
    delete target['Group Key'];
  }
  const many = `${label}s`;
  const last = sets.at(-1);
  const sortKey = target['Sort Key'];
  if (sortKey !== undefined) {
    sets.push({ 'Sort Key': sortKey, [many]: [keys] });
    delete target['Sort Key'];
  } else if (last && Array.isArray(last[many])) last[many] = [...last[many], keys];
  else sets.push({ [many]: [keys] });
  target['Grouping Sets'] = sets;
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
