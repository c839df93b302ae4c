import { type QualifiedName, sameName } from '../../catalog/names.ts';
import { indexReference } from '../../catalog/object.ts';
import type { Index } from '../../catalog/table.ts';
import type { Context, Outcome, Step } from '../outcome.ts';
import { attachSteps } from './attach-index.ts';
import { optionChanges } from './options.ts';

/** Options, tablespace and its place in a parent's index can be altered; all else makes it another index. */
export function compareIndexes(relation: QualifiedName, from: Index, to: Index, context: Context): Outcome {
  if (withoutOptions(from) !== withoutOptions(to)) return 'replace';
  const left = from.partitionOf && !(to.partitionOf && sameName(from.partitionOf, to.partitionOf));
  if (left) return 'replace';
  const reference = indexReference(relation, to.name);
  const steps: Step[] = optionChanges(reference, from.options, to.options).map((change) => ({ change }));
  if (from.tablespace !== to.tablespace) {
    steps.push({
      change: {
        kind: 'set tablespace',
        object: reference,
        ...(to.tablespace === undefined ? {} : { tablespace: to.tablespace }),
        ...(from.tablespace === undefined ? {} : { was: from.tablespace }),
      },
    });
  }
  if (!from.partitionOf) steps.push(...attachSteps(relation, to, context));
  return steps;
}

/** The definition, which the engine writes with the options between its keys and its predicate. */
function withoutOptions(index: Index): string {
  const predicate = index.predicate === undefined ? '' : ` WHERE ${index.predicate}`;
  const head = index.definition.endsWith(predicate)
    ? index.definition.slice(0, index.definition.length - predicate.length)
    : index.definition;
  return Object.keys(index.options).length === 0 ? index.definition : head.replace(/ WITH \(.*\)$/s, '') + predicate;
}
