import { describe, expect, it } from 'vitest';
import { domains } from './knowledge/knowledge.ts';
import type { Design } from './model.ts';
import { designOfPattern } from './patterns/compose.ts';
import { refine } from './refine.ts';
import { grammar, understand } from './understand/understand.ts';

const shop = understand(
  {
    text: 'An online shop: customers with addresses, products with variants, carts, orders with items. 1M customers.',
    name: 'the description',
  },
  domains,
);
const refined = (words: string, design: Design = shop) => refine(design, words, grammar(domains), domains);
const names = (design: Design) => design.entities.map((one) => one.name);

describe('words add', () => {
  it('things with what lies between, and the history of prices', async () => {
    const { design, changes } = await refined('orders can be split into shipments; keep price history');
    expect(names(design)).toEqual(expect.arrayContaining([...names(shop), 'shipment', 'price_history']));
    expect(design.relations).toContainEqual(expect.objectContaining({ from: 'shipment', to: 'order' }));
    expect(design.relations.some((one) => one.from === 'price_history')).toBe(true);
    expect(design.wishes).toContainEqual(expect.objectContaining({ kind: 'history', by: 'price' }));
    expect(changes).toEqual(expect.arrayContaining(['shipment is new.', 'shipment refers to order.']));
  });

  it('attributes, and leaves all others as they were', async () => {
    const { design, changes } = await refined('products have a colour and a weight');
    const before = shop.entities.find((one) => one.name === 'product');
    const after = design.entities.find((one) => one.name === 'product');
    expect(after?.attributes.slice(0, before?.attributes.length)).toEqual(before?.attributes);
    expect(after?.attributes.map((one) => one.name)).toEqual(expect.arrayContaining(['colour', 'weight']));
    expect(changes).toHaveLength(2);
    expect(design.entities.filter((one) => one.name !== 'product')).toEqual(
      shop.entities.filter((one) => one.name !== 'product'),
    );
  });

  it('bounds of what is there, and nothing else of it', async () => {
    const rated = understand(
      {
        text: 'An online shop: customers, products, orders with items, reviews. 1M customers.',
        name: 'the description',
      },
      domains,
    );
    const { design, changes } = await refined('review ratings are from 1 to 7', rated);
    expect(changes).toEqual(['review.rating is now from 1 to 7.']);
    const rating = (of: Design) =>
      of.entities.find((one) => one.name === 'review')?.attributes.find((one) => one.name === 'rating');
    expect(rating(design)).toEqual({
      ...rating(rated),
      max: 7,
      cause: { kind: 'said', words: 'review ratings are from 1 to 7.' },
    });
    expect(names(design)).toEqual(names(rated));
  });

  it('what is mandatory of what was optional', async () => {
    const { changes } = await refined('The phone of customers is mandatory');
    expect(changes).toEqual(['customer.phone is now mandatory.']);
  });

  it('queries, wishes and volumes', async () => {
    const { design } = await refined('We list orders by status, newest first. Soft delete for orders. 5M customers.');
    expect(design.access).toContainEqual(expect.objectContaining({ of: 'order', equal: ['status'] }));
    expect(design.wishes).toContainEqual(expect.objectContaining({ kind: 'soft delete' }));
    expect(design.entities.find((one) => one.name === 'customer')?.volume?.rows).toBe(5_000_000);
  });
});

describe('words take away', () => {
  it('things with what was built on them', async () => {
    const { design, changes } = await refined('remove carts and cart items');
    expect(names(design)).toEqual(names(shop).filter((one) => !one.startsWith('cart')));
    expect(design.relations.some((one) => one.to === 'cart' || one.from === 'cart')).toBe(false);
    expect(design.access.some((one) => one.of === 'cart')).toBe(false);
    expect(changes).toEqual(['cart is left out.', 'cart_item is left out with it: it is a part of what is left out.']);
  });

  it('the parts of a thing with it, and nothing that is a thing without it', async () => {
    const { design } = await refined('remove customers');
    expect(names(design)).toEqual(expect.arrayContaining(['order', 'product']));
    expect(names(design)).not.toContain('address');
    expect((await refined('remove carts')).design.entities.map((one) => one.name)).not.toContain('cart_item');
  });

  it.each(['we do not need the phone of customers', 'remove customer.phone', 'drop the customer’s phone'])(
    'an attribute: %s',
    async (words) => {
      const { design } = await refined(
        words,
        designOfPattern({ name: 'x', title: 'X', about: '', parts: [{ domain: 'shop', entities: 'core' }] }, domains),
      );
      expect(design.entities.find((one) => one.name === 'customer')?.attributes.map((one) => one.name)).not.toContain(
        'phone',
      );
    },
  );
});

describe('words that change nothing', () => {
  it.each(['remove unicorns', 'rename orders to carts', 'with the and'])('are refused: %s', async (words) => {
    await expect(refined(words)).rejects.toMatchObject({ code: 'nothing-to-refine' });
  });

  it('are told beside those that do', async () => {
    expect((await refined('remove carts; remove unicorns')).notUnderstood).toEqual(['remove unicorns']);
  });
});

describe('what several things have', () => {
  const both = understand(
    { text: 'Pilots have an email and a name. Ground crews have an email and a name.', name: 'the description' },
    domains,
  );

  it('is changed of nothing where nobody says whose is meant, and that is told', async () => {
    await expect(refined('make email optional', both)).rejects.toMatchObject({
      code: 'nothing-to-refine',
      hint: expect.stringContaining('email is kept of pilot, ground crew: say whose is meant'),
    });
    const { design, notUnderstood } = await refined(
      'pilots have a rank; add a motto to ground crews; make name unique',
      both,
    );
    expect(notUnderstood.join()).toContain('name is kept of pilot, ground crew');
    expect(design.entities.flatMap((one) => one.attributes).some((one) => one.name === 'name' && one.unique)).toBe(
      false,
    );
  });

  it('is changed of the one that was spoken of', async () => {
    const { changes } = await refined('pilots have a rank; make email optional', both);
    expect(changes).toContain('pilot.email is now optional.');
    expect(changes.join()).not.toContain('ground_crew');
  });

  it('is changed of all where all are meant', async () => {
    for (const words of ['make every email optional', 'make email optional everywhere'])
      expect((await refined(words, both)).changes).toEqual([
        'pilot.email is now optional.',
        'ground_crew.email is now optional.',
      ]);
  });
});

describe('ratings', () => {
  const kites = understand({ text: 'Kites have a name.', name: 'the description' }, domains);

  it.each(['rate kites 1-5 stars', 'rate them 1-5 stars', 'kites have a colour; rate them from 1 to 5'])(
    'are asked for by "%s"',
    async (words) => {
      const { design } = await refined(words, kites);
      const rating = design.entities.find((one) => one.name === 'rating');
      expect(rating?.attributes.find((one) => one.min === 1 && one.max === 5)).toBeDefined();
      expect(design.relations).toContainEqual(expect.objectContaining({ from: 'rating', to: 'kite' }));
    },
  );
});

describe('commands', () => {
  const desk = understand(
    {
      text: 'Support desk: customers, agents, tickets. Tickets have several labels; labels have a name.',
      name: 'the description',
    },
    domains,
  );
  it.each([
    ['make the email of customers optional', shop, 'customer.email is now optional.'],
    ['make product slug optional', shop, 'product.slug is now optional.'],
    ["Make the customer's email optional", shop, 'customer.email is now optional.'],
    ['make the name of products unique', shop, 'product.name is now unique.'],
    ['add a nickname to customers', shop, 'customer.nickname is new (name).'],
    ['add a due date to tickets', desk, 'ticket.due_date is new (date).'],
    ['archive orders after 2 years', shop, 'Wished: retention for order.'],
    ['track who changed the status of tickets', desk, 'Changes of ticket are recorded, with who made them.'],
    ['remove the nickname of customers', shop, undefined],
  ])('%s', async (words, design, change) => {
    if (change === undefined) {
      await expect(refined(words, design)).rejects.toThrow('changes the design');
      return;
    }
    const once = await refined(words, design);
    expect(once.changes).toEqual([change]);
    expect(once.notUnderstood).toEqual([]);
    // The same words again change nothing.
    await expect(refined(words, once.design)).rejects.toThrow('changes the design');
  });

  it('say what is optional of what is there', async () => {
    const { design } = await refined('make the email of customers optional');
    const email = design.entities
      .find((one) => one.name === 'customer')
      ?.attributes.find((one) => one.name === 'email');
    expect(email).toMatchObject({ optional: true, unique: true });
  });

  it.each(['Tickets have labels.', 'Labels have tickets.', 'Tickets have labels. Labels have a colour.'])(
    'connect no two things twice: %s',
    async (words) => {
      const pairs = ({ entities, relations }: Design) =>
        entities.filter(
          ({ name, identifiedBy = [] }) =>
            relations.filter((one) => one.from === name && identifiedBy.includes(one.role)).length === 2,
        ).length + relations.filter((one) => one.kind === 'many-to-many').length;
      const after = await refined(words, desk).then(
        (one) => one.design,
        () => desk,
      );
      expect(pairs(after)).toBe(pairs(desk));
    },
  );
});

describe('several orders in one sentence', () => {
  it.each([
    ['remove carts and rename variants to versions', ['cart', 'product_variant'], ['version']],
    ['Drop the carts, then add a nickname to customers and rename variants to versions.', ['cart'], ['version']],
    ['remove carts and variants', ['cart', 'product_variant'], ['product']],
  ])('%s', async (words, gone, there) => {
    const { design, notUnderstood } = await refined(words);
    expect(notUnderstood).toEqual([]);
    for (const name of gone) expect(names(design)).not.toContain(name);
    expect(names(design)).toEqual(expect.arrayContaining([...there]));
  });

  it('are parted at verbs that begin one alone', async () => {
    const { design } = await refined('products have a drop and a track');
    const product = design.entities.find((one) => one.name === 'product');
    expect(product?.attributes.map((one) => one.name)).toEqual(expect.arrayContaining(['drop', 'track']));
  });
});
