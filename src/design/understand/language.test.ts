import { describe, expect, it } from 'vitest';
import { foreignLanguage } from './language.ts';

const wordsOf = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

describe('the language of a text', () => {
  it.each([
    '[DATA_MODEL]\nInstrument(id, name)\n[WORKLOAD]\n- count observations per instrument per night',
    'Kiln(id, name), Firing(id, kiln_id)\ncount firings per kiln per week\ncount firings per potter per year',
    'Observation o(id, e), Event e(id, o)',
    'Tanks. Sum volume per tank per day, con and per week: the average of each tank is kept.',
  ])('is English where few different words of another stand there: %s', (text) => {
    expect(foreignLanguage(wordsOf(text))).toBeUndefined();
  });

  it.each([
    ['German', 'Eine Datenbank für Vereine'],
    ['German', 'Ein Kunde hat mehrere Adressen. Jede Bestellung gehört zu einem Kunden und hat ein Datum.'],
    ['French', 'Un client a plusieurs adresses. Chaque commande est payée par un client.'],
    ['Spanish', 'Un cliente tiene varios pedidos. Cada pedido tiene una fecha y un estado.'],
    ['Italian', 'Ogni cliente ha più indirizzi. Gli ordini sono di un cliente.'],
    ['Dutch', 'Een klant heeft meerdere adressen. Elke bestelling is van een klant.'],
  ])('is told: %s', (language, text) => {
    expect(foreignLanguage(wordsOf(text))).toBe(language);
  });
});
