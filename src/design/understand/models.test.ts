import { describe, expect, it } from 'vitest';
import { postgresTraits } from '../../engines/postgres/traits.ts';
import { domains } from '../knowledge/knowledge.ts';
import { structure } from '../structure/structure.ts';
import { arrowAsSentence } from './arrows.ts';
import { understand } from './understand.ts';

function made(text: string) {
  const design = understand({ text, name: 'the description' }, domains);
  const { blueprint } = structure(design, postgresTraits('18'));
  const table = (name: string) => blueprint.tables.find((one) => one.name === name);
  return { design, blueprint, table };
}

describe('a data model', () => {
  const model = `[DATA_MODEL]
Tenants(id, name)
Users(id, tenant_id, email unique per tenant)
Documents(id, tenant_id, owner_id -> Users, title)
[WORKLOAD]
tenants: 5K
[CONSTRAINTS]
no document may be visible outside its tenant
the title of a document is unique per tenant`;

  it('is kept apart by tenants in the tables that it has', () => {
    const { blueprint, table, design } = made(model);
    expect(blueprint.tables.map(({ name }) => name)).toEqual(['tenants', 'users', 'documents']);
    expect(blueprint.tenancy?.column).toBe('tenant_id');
    expect([table('users'), table('documents')].map((one) => one?.tenantColumn)).toEqual(['tenant_id', 'tenant_id']);
    expect(design.notUnderstood).toEqual([]);
    expect(design.entities.find(({ name }) => name === 'tenant')?.volume?.rows).toBe(5000);
  });

  it('has what is unique per tenant unique within it', () => {
    const { table } = made(model);
    const keys = (name: string) => table(name)?.uniques.map(({ columns }) => columns.join());
    expect(keys('users')).toContain('tenant_id,email');
    expect(keys('users')).not.toContain('email');
    expect(keys('documents')).toContain('tenant_id,title');
  });

  it('is of whoever rows may not be seen outside of', () => {
    const { blueprint } = made(
      'Companies(id, name)\nReports(id, company_id, title)\nNo report may be visible outside its company.',
    );
    expect(blueprint.tenancy?.column).toBe('company_id');
  });

  it('may be of authors and versions', () => {
    const { table } = made('Author (id: int PK, name: varchar(100))\nBook (isbn: char(13) PK, author_id: int FK)');
    expect(table('author')?.columns.map(({ name }) => name)).toEqual(['id', 'name']);
    expect(table('book')?.references.map(({ to }) => to)).toEqual(['author']);
  });

  it('has its classes by name, and lines between them with how many there are', () => {
    const { table } = made(
      'Entities: Customer, Order, Product\nCustomer 1:N Order\norders *—* products\nCustomer 1--1 Profile',
    );
    expect(table('orders')?.references.map(({ to }) => to)).toEqual(['customers']);
    expect(table('order_products')?.primaryKey).toEqual(['order_id', 'product_id']);
  });
});

it.each([
  ['Users 1—* Orders', 'Each order belongs to one user.'],
  ['orders N:1 customers', 'Each order belongs to one customer.'],
  ['Order N:M Product', 'orders have many products and products have many orders.'],
  ['AUTHOR ||--o{ BOOK : writes', 'Each book belongs to one author.'],
  ['User 0..1 -- * Order', 'An order may belong to a user.'],
  ['User 1 -- 0..1 Profile', 'A user may have one profile.'],
  ['Orders are paid in 1 to 3 parts', undefined],
  ['ratio 1:1', undefined],
])('reads the line %s', (line, sentence) => {
  expect(arrowAsSentence(line)).toBe(sentence);
});
