import type { Cause } from '../model.ts';
import { events } from './acts.ts';
import { objectsOf } from './objects.ts';
import { isPerson } from './persons.ts';
import { type Phrase, phraseOf } from './phrase.ts';
import type { Statement } from './statement.ts';

/** `Customers order cakes for a pickup date`: an order of theirs has a date, and cakes, so many of each. */
export function orderOf(subject: Phrase, rest: string, cause: Cause): readonly Statement[] | undefined {
  const objects = objectsOf(rest).filter((one) => one.plural && !events.test(one.name) && !isPerson(one.name));
  const [order, quantity] = [phraseOf('order'), phraseOf('quantity')];
  if (objects.length === 0 || !order || !quantity) return undefined;
  const when = /\s(?:for|with)\s+(an?\s+[a-z ]*?(?:date|time|day))\b/i.exec(rest)?.[1];
  const time = when === undefined ? undefined : phraseOf(when);
  return [
    { kind: 'entity', phrase: order, cause },
    { kind: 'belongs', from: 'order', to: subject, optional: false, cause },
    ...(time ? [{ kind: 'part', of: 'order', phrase: time, cause } as const] : []),
    ...objects.map(
      (to): Statement => ({
        kind: 'mutual',
        from: 'order',
        to,
        through: 'order_item',
        repeated: true,
        told: [quantity],
        cause,
      }),
    ),
  ];
}
