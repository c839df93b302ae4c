import { phraseOf } from './phrase.ts';

/** `the price of a product`, `a product's price`, `product price`. */
export function ownedProperty(text: string): readonly [string | undefined, string | undefined] {
  const of = /^(.+?)\s+(?:of|for)\s+(?:an?|the|each|every)?\s*(.+)$/i.exec(text);
  const own = /^(?:an?\s+|the\s+|each\s+)?(.+?)'s?\s+(.+)$/.exec(text);
  return [phraseOf(of?.[1] ?? own?.[2] ?? text)?.name, phraseOf(of?.[2] ?? own?.[1] ?? '')?.name];
}
