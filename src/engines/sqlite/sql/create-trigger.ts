import type { Trigger } from '../../../catalog/table.ts';
import { atCommas, type Reader, readerOf } from './reader.ts';

/** When a trigger fires. Read from a CREATE TRIGGER as the engine keeps it: it is known to be well-formed. */
export function readCreateTrigger(sql: string): Pick<Trigger, 'timing' | 'events' | 'columns'> {
  const reader = readerOf(sql);
  reader.take('CREATE');
  if (!reader.take('TEMP')) reader.take('TEMPORARY');
  reader.take('TRIGGER');
  reader.take('IF', 'NOT', 'EXISTS');
  reader.name();
  if (reader.take('.')) reader.name();
  const timing = timingOf(reader);
  if (reader.take('DELETE')) return { timing, events: ['delete'], columns: [] };
  if (reader.take('INSERT')) return { timing, events: ['insert'], columns: [] };
  reader.take('UPDATE');
  if (!reader.take('OF')) return { timing, events: ['update'], columns: [] };
  const start = reader.peek()?.start ?? 0;
  while (reader.peek() !== undefined && reader.peek()?.value !== 'ON') reader.next();
  const columns = atCommas(reader.since(start)).map((one) => readerOf(one).name() ?? one);
  return { timing, events: ['update'], columns };
}

/** BEFORE when nothing is said. */
function timingOf(reader: Reader): Trigger['timing'] {
  if (reader.take('AFTER')) return 'after';
  if (reader.take('INSTEAD', 'OF')) return 'instead of';
  reader.take('BEFORE');
  return 'before';
}
