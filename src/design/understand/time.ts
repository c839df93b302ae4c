import type { Cause } from '../model.ts';
import type { DraftEntity } from './draft.ts';
import { attributeNamed } from './property.ts';

const temporal = /^(?:instant|date|period|date period)$/;
const usual =
  /^(?:slot|stay|held|away|(?:placed|created|ordered|occurred|recorded|measured|published|posted|sent|starts?|started|taken|issued|booked|happened|order|start|submitted|visited|played|paid|received|performed|inspected|scheduled|departs?|arrives?|lent|borrowed|collected|donated|harvested|filed|reported|logged)_?(?:at|on|date|time)?)$/;

/** What ends has expired, and what starts begins. */
const ends: Readonly<Record<string, readonly string[]>> = {
  expire: ['end', 'until'],
  end: ['expire', 'until'],
  renew: ['end', 'expire'],
  begin: ['start'],
  start: ['begin'],
};

/** The time that rows are ordered by when nothing else is said; made where there is none. */
export function timeOf(owner: DraftEntity, cause: Cause, verb?: string): string {
  const meant = [verb ?? [], ends[verb ?? ''] ?? []]
    .flat()
    .map((one) => attributeNamed(owner, `${one}_date`))
    .find((one) => one !== undefined);
  if (meant !== undefined) return meant;
  const times = [...owner.attributes.values()].filter((one) => temporal.test(one.type));
  const first = knownOrder(owner);
  const found =
    times.find((one) => one.name === first) ??
    times.find((one) => usual.test(one.name) && !one.optional && /^(?:period|date period)$/.test(one.type)) ??
    times.find((one) => usual.test(one.name) && !one.optional) ??
    times.find((one) => !one.optional && !/^(?:birth|expir|due|end|valid)/.test(one.name));
  if (found) return found.name;
  owner.attributes.set('created_at', {
    name: 'created_at',
    type: 'instant',
    default: 'now',
    cause: { ...cause, kind: 'implied', words: 'rows are read by time' },
  });
  return 'created_at';
}

/** What the library orders its rows by, newest first, where it is always there or told of those that are read. */
function knownOrder({ known }: DraftEntity): string | undefined {
  const orders = (known?.entity.access ?? []).flatMap((one) => one.order?.[0] ?? []);
  const descending = orders.find((one) => one.endsWith(' desc'))?.replace(/ desc$/, '');
  return known?.entity.attributes.find((one) => one.name === descending && temporal.test(one.type))?.name;
}
