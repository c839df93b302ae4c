import { closest } from '../../catalog/closest.ts';
import { RelvarError } from '../../findings/error.ts';
import { shortened, type WorkloadEntry } from '../indexes/workload-queries.ts';
import { type GivenQuery, withValues } from './query-input.ts';

/**
 * One query of a workload: by its name, the beginning of its name, or its fingerprint; without any, the heaviest by
 * calls times what a call takes, where both are known, else by calls.
 * @throws RelvarError `no-such-query`, and what {@link withValues} throws
 */
export function queryOfWorkload(
  entries: readonly WorkloadEntry[],
  name: string | undefined,
  values: readonly string[],
): { readonly query: GivenQuery; readonly entry: WorkloadEntry } {
  const entry = name === undefined ? heaviest(entries) : named(entries, name);
  const { sql, where, callsPerSecond, goalMilliseconds, samples, facts } = entry;
  const parameters = entry.parameters ?? Array.from({ length: facts.parameters }, (_, at) => `$${at + 1}`);
  const query = {
    sql,
    name: entry.name ?? shortened(sql),
    parameters,
    ...(where === undefined ? {} : { where }),
    ...(callsPerSecond === undefined ? {} : { callsPerSecond }),
    ...(goalMilliseconds === undefined ? {} : { goalMilliseconds }),
    ...(samples && samples.length === parameters.length ? { samples } : {}),
  };
  return { query: withValues(query, values), entry };
}

function named(entries: readonly WorkloadEntry[], name: string): WorkloadEntry {
  const found =
    entries.find((entry) => entry.name === name || entry.fingerprint === name) ??
    entries.find((entry) => entry.name?.startsWith(name) || entry.fingerprint?.startsWith(name));
  if (found) return found;
  const guess = closest(
    name,
    entries.flatMap((entry) => entry.name ?? []),
  );
  throw new RelvarError('no-such-query', `--name ${name}: the workload has no query of that name or fingerprint`, {
    hint: guess === undefined ? 'relvar workload lists them' : `did you mean ${guess}?`,
  });
}

function heaviest(entries: readonly WorkloadEntry[]): WorkloadEntry {
  const weight = ({ callsPerSecond = 0, meanMilliseconds = 1 }: WorkloadEntry) => callsPerSecond * meanMilliseconds;
  const [first] = entries.toSorted((a, b) => weight(b) - weight(a));
  if (first) return first;
  throw new RelvarError('no-query', 'the workload holds no query that can be planned on this schema', {
    hint: 'relvar workload shows what was kept out, and why',
  });
}
