import { describe, expect, it } from 'vitest';
import { domains } from '../knowledge/knowledge.ts';
import { translatedLanguages, translationsOf } from '../knowledge/translations.ts';
import { understand } from './understand.ts';

const read = (text: string) => understand({ text, name: 'the description' }, domains);
const names = (text: string) => read(text).entities.map(({ name }) => name);

it.each(translatedLanguages)(
  '%s has words for all that is translated, of things that the library knows',
  (language) => {
    const known = new Set(
      domains.flatMap(({ entities }) => entities.flatMap((one) => [one.name, ...(one.synonyms ?? [])])),
    );
    for (const { name, words } of translationsOf(language)) {
      expect(
        words.filter((one) => !/^[\p{L} -]+$/u.test(one)),
        name,
      ).toEqual([]);
      expect(known, name).toContain(name);
    }
  },
);

describe('a description in another language', () => {
  it.each([
    ['Ein Shop mit Kunden, Produkten und Bestellungen. Jeder Kunde hat mehrere Adressen.'],
    ['Une boutique avec des clients, des produits et des commandes. Chaque client a plusieurs adresses.'],
    ['Una tienda con clientes, productos y pedidos. Cada cliente tiene varias direcciones.'],
    ['Uma loja com clientes, produtos e pedidos. Cada cliente tem vários endereços.'],
  ])('has the tables of what it names: %s', (text) => {
    expect(names(text)).toEqual(expect.arrayContaining(['customer', 'product', 'order', 'address']));
    const { questions, notUnderstood, entities } = read(text);
    expect(questions.map(({ question }) => question).join()).toMatch(/seems to be in/);
    expect(notUnderstood).toHaveLength(1);
    expect(entities.find(({ name }) => name === 'product')?.cause.words).toMatch(/^produ/i);
  });

  it('keeps tables that are written down', () => {
    expect(names('Kunden(id, name)\nWir haben Kunden und die Bestellungen von den Kunden.')).toContain('order');
  });
});
