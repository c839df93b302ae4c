import { addTextFact } from './text-fact.ts';
import type { Raw } from './text-node.ts';

const alone = new Set([
  'Planning',
  'Planning Time',
  'Planning time',
  'Execution Time',
  'Execution time',
  'Total runtime',
  'Total Runtime',
  'Settings',
  'Query Identifier',
  'Query Parameters',
  'Serialization',
  'JIT',
]);
const ofJit = new Set([
  'Functions',
  'Options',
  'Timing',
  'Generation Time',
  'Inlining',
  'Inlining Time',
  'Optimization',
  'Optimization Time',
  'Emission Time',
]);

/** True for what belongs to the whole plan and never to a node. */
export function isPlanFact(label: string): boolean {
  return alone.has(label) || ofJit.has(label);
}

/**
 * Adds what the text form tells of the whole plan to its properties of the JSON form. Gives the group to which further
 * lines belong: `Buffers:` after `Planning:` are the planner's.
 */
export function addPlanFact(totals: Raw, group: Raw | undefined, label: string, value: string): Raw | undefined {
  switch (label) {
    case 'Planning':
    case 'JIT':
      totals[label] = {};
      return totals[label] as Raw;
    case 'Settings':
      totals['Settings'] = readSettings(value);
      return undefined;
    case 'Query Identifier':
      totals[label] = value;
      return undefined;
    case 'Serialization':
      totals[label] = readSerialization(value);
      return totals[label] as Raw;
    case 'Options':
      if (group) group['Options'] = readOptions(value);
      return group;
    case 'Timing':
      if (group) group['Timing'] = readTiming(value);
      return group;
    case 'Planning time':
      addTextFact(totals, 'Planning Time', value);
      return undefined;
    case 'Execution time':
    case 'Total runtime':
    case 'Total Runtime':
      addTextFact(totals, 'Execution Time', value);
      return undefined;
    default:
      if (alone.has(label)) {
        addTextFact(totals, label, value);
        return undefined;
      }
      if (group) addTextFact(group, label, value);
      return group;
  }
}

/** `work_mem = '4MB', search_path = '"$user", public'`: values are not escaped. */
function readSettings(text: string): Raw {
  const settings: Raw = {};
  const pattern = /([\w.]+)\s*=\s*(?:'(.*?)'|(NULL))(?=,\s*[\w.]+\s*=\s*(?:'|NULL)|$)/gs;
  for (const [, name = '', value = ''] of text.matchAll(pattern)) settings[name] = value;
  return settings;
}

/** `time=0.1 ms  output=12kB  format=text`. */
function readSerialization(text: string): Raw {
  const time = /time=(\d+(?:\.\d+)?)/.exec(text)?.[1];
  return {
    ...(time === undefined ? {} : { Time: Number(time) }),
    'Output Volume': Number(/output=(\d+)/.exec(text)?.[1] ?? 0),
    Format: /format=(\w+)/.exec(text)?.[1] ?? 'text',
  };
}

/** `Inlining false, Optimization false`. */
function readOptions(text: string): Raw {
  return Object.fromEntries(
    [...text.matchAll(/(\w+) (true|false)/g)].map(([, name = '', value]) => [name, value === 'true']),
  );
}

/** `Generation 1.3 ms (Deform 0.4 ms), Inlining 0.0 ms, Total 9.1 ms`. */
function readTiming(text: string): Raw {
  const timing: Raw = {};
  for (const [, name = '', time, deform] of text.matchAll(
    /(\w+) (\d+(?:\.\d+)?) ms(?: \(Deform (\d+(?:\.\d+)?) ms\))?/g,
  ))
    timing[name] = deform === undefined ? Number(time) : { Deform: Number(deform), Total: Number(time) };
  return timing;
}

const trigger = /^Trigger(?: (.*?))?(?: for constraint (.*?))?(?: on (.*?))?: (?:time=(\d+(?:\.\d+)?) )?calls=(\d+)$/s;

/** `Trigger audit: time=0.1 calls=3`, `Trigger for constraint orders_user_id_fkey on orders: calls=3`. */
export function readTrigger(text: string): Raw {
  const plain = text.startsWith('Trigger for constraint ') ? text.replace('Trigger', 'Trigger ') : text;
  const [, name, constraint, relation, time, calls] = trigger.exec(plain) ?? [];
  return {
    ...(name === undefined || name === '' ? {} : { 'Trigger Name': name }),
    ...(constraint === undefined ? {} : { 'Constraint Name': constraint }),
    ...(relation === undefined ? {} : { Relation: relation }),
    ...(time === undefined ? {} : { Time: Number(time) }),
    Calls: Number(calls ?? 0),
  };
}
