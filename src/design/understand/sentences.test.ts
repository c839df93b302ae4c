import { describe, expect, it } from 'vitest';
import { domains } from '../knowledge/knowledge.ts';
import type { Design } from '../model.ts';
import { understand } from './understand.ts';

const read = (text: string): Design => understand({ text, name: 'the description' }, domains);
const names = ({ entities }: Design) => entities.map((one) => one.name);
const attributesOf = ({ entities }: Design, name: string) =>
  entities.find((one) => one.name === name)?.attributes.map((one) => one.name) ?? [];
const asked = ({ access }: Design) =>
  access.filter((one) => one.cause.kind === 'said').map((one) => ({ of: one.of, about: one.about }));

describe('sentences', () => {
  it('keeps the object of a wish before a full stop', () => {
    const { wishes } = read('Customers place orders and write reviews. Soft delete for orders.');
    expect(wishes.map(({ kind, of }) => ({ kind, of }))).toEqual([{ kind: 'soft delete', of: ['order'] }]);
  });

  it('reads the clause behind a title, and each clause of a sentence by its own verb', () => {
    const shop = read('A shop: Customers place orders, orders have items, and customers write reviews.');
    expect(names(shop)).toEqual(expect.arrayContaining(['customer', 'order', 'review']));
    expect(names(shop).filter((one) => /place|write|have/.test(one))).toEqual([]);
    const chained = read('Sailors own boats, join regattas and submit protests.');
    expect(names(chained)).toEqual(expect.arrayContaining(['sailor', 'boat', 'regatta', 'protest']));
  });

  it('takes who and which for the thing before, and for no thing', () => {
    const design = read('We have customers, who have orders. Boats, which have a name and a length.');
    expect(names(design)).not.toContain('who');
    expect(design.relations.some((one) => one.from === 'order' && one.to === 'customer')).toBe(true);
  });

  it('gives what is told of two things together to the table between both', () => {
    const school = read('Students enrol in courses with a grade.');
    const enrolment = school.entities.find((one) => /enrol/.test(one.name))?.name ?? '';
    expect(attributesOf(school, enrolment)).toContain('grade');
    const network = read('Users follow users since a date.');
    expect(attributesOf(network, 'user_follow')).toContain('since');
    expect(network.entities.find((one) => one.name === 'user_follow')?.identifiedBy).toEqual(['follower', 'followed']);
  });

  it('reads a list of queries as a query each, and no list of columns as one', () => {
    const text = `Sailors own boats. Boats have berths. Berths have bookings. We list the boats of a sailor newest first,
      the berths of a boat, and bookings by berth.`;
    expect(asked(read(text)).map((one) => one.of)).toEqual(['boat', 'berth', 'booking']);
    const columns = 'Sailors have a last name and a date of birth. We look up sailors by last name and date of birth.';
    expect(asked(read(columns))).toHaveLength(1);
  });

  it('takes tenants who rent for persons', () => {
    const letting = read('A letting agency manages properties with units, tenants and leases. Tenants pay rent.');
    expect(letting.wishes).toEqual([]);
    expect(read('Data of tenants is isolated. Tenants have projects.').wishes).toHaveLength(1);
  });
});
