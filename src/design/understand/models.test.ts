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

describe('the types and keys of a data model', () => {
  const model = `Site(site_id PK, name)
Subject(subject_id PK, site_id FK -> Site, screening_no, withdrawn_at nullable)
Visit(visit_id PK, subject_id FK -> Subject, visit_no int, country char(2), unique(subject_id, visit_no))
Sample(barcode PK, visit_id FK -> Visit, volume_ml numeric(6,2))
Storage(barcode PK FK -> Sample, rack)
Shipment(shipment_id PK, sent_at)
ShipmentSample(shipment_id, barcode, PK(shipment_id, barcode))`;
  const references = (name: string) =>
    made(model)
      .table(name)
      ?.references.map(({ columns, to }) => `${columns} > ${to}`);
  const column = (table: string, name: string) =>
    made(model)
      .table(table)
      ?.columns.find((one) => one.name === name);

  it('are those that are written', () => {
    expect(made(model).design.notUnderstood).toEqual([]);
    expect(references('subject')).toEqual(['site_id > site']);
    expect(column('visit', 'visit_no')?.meaning).toBe('integer');
    expect(column('visit', 'country')).toMatchObject({ sqlType: 'varchar(2)', length: 2 });
    expect(column('sample', 'volume_ml')?.sqlType).toBe('numeric(6,2)');
  });

  it('are a key and a reference at once where both are marked', () => {
    expect(made(model).table('storage')?.primaryKey).toEqual(['barcode']);
    expect(references('storage')).toEqual(['barcode > sample']);
  });

  it('refer to what is known by a column of that name', () => {
    expect(references('shipment_sample')?.sort()).toEqual(['barcode > sample', 'shipment_id > shipment']);
  });
});

/** `owners: name; dogs: owner_id, chip > owners`: the tables, their columns without ids, what they refer to. */
const outline = (text: string) =>
  made(text)
    .blueprint.tables.map(
      ({ name, columns, references }) =>
        `${name}: ${columns
          .map((one) => one.name)
          .filter((one) => !/^(?:id|created_at|updated_at)$/.test(one))
          .join(', ')}${references.map(({ to }) => ` > ${to}`).join('')}`,
    )
    .sort()
    .join('; ');

it.each([
  [
    'columns behind a colon',
    'crews: id int pk, name varchar(80) not null\nboats: id int pk, crew_id int fk crews.id, sail char(5)',
    'boats: crew_id, sail > crews; crews: name',
  ],
  [
    'lists under a name',
    'Table: huts\n- id (PK)\n- city varchar(60)\n\nTable: beds\n- id (PK)\n- hut_id (FK → huts.id)\n- width_cm int',
    'beds: hut_id, width_cm > huts; huts: city',
  ],
  [
    'lists with types behind colons',
    'Hut\n - id: integer, primary key\n - city: text\nBed\n - id: integer, primary key\n - hut_id: integer, foreign key to Hut',
    'bed: hut_id > hut; hut: city',
  ],
  [
    'DBML',
    'Table huts {\n  id int [pk]\n  city varchar(40)\n}\nTable beds {\n  id int [pk, increment]\n  hut_id int [ref: > huts.id, not null]\n}',
    'beds: hut_id > huts; huts: city',
  ],
  [
    'Mermaid',
    'erDiagram\n  HUT {\n    int id PK\n    string city UK\n  }\n  BED {\n    int id PK\n    int hut_id FK\n    date made_on "when"\n  }',
    'bed: hut_id, made_on > hut; hut: city',
  ],
  [
    'PlantUML',
    '@startuml\nentity Hut {\n  * id : int <<PK>>\n  --\n  city : varchar(40)\n}\nentity Bed {\n  * id : int <<PK>>\n  hut_id : int <<FK>>\n}\n@enduml',
    'bed: hut_id > hut; hut: city',
  ],
  [
    'Prisma',
    'model Hut {\n  id Int @id @default(autoincrement())\n  city String @unique\n  beds Bed[]\n}\nmodel Bed {\n  id Int @id\n  keptIn Int\n  hut Hut @relation(fields: [keptIn], references: [id])\n}',
    'bed: kept_in > hut; hut: city',
  ],
  [
    'classes',
    'class Hut {\n  +int id\n  +String city\n  +beds(): int\n}\nclass Bed {\n  +int id\n  +int hutId\n}',
    'bed: hut_id > hut; hut: city',
  ],
  ['brackets', 'Hut[id, city*]; Bed[id, hut_id -> Hut.id, seats:int]', 'bed: hut_id, seats > hut; hut: city'],
  [
    'marks of references',
    'HUTS (hut_id, city)\nBEDS (bed_id, #hut_id, width_cm int)',
    'beds: hut_id, bed_id, width_cm > huts; huts: hut_id, city',
  ],
  [
    'YAML',
    'hut: {id: uuid pk, city: varchar(50)}\nbed: {id: uuid pk, hut_id: uuid -> hut}',
    'bed: hut_id > hut; hut: city',
  ],
])('a data model may be written in %s', (_, text, expected) => {
  expect(outline(text)).toBe(expected);
});

it('leaves lists in words as they are', () => {
  expect(
    made('Huts have:\n- a city\n- a height\nBeds have:\n- a number\n- a date').blueprint.tables.map(({ name }) => name),
  ).toEqual(['huts', 'beds']);
});

it.each([
  'Tickets(id, title), Labels(id, name), TicketLabels(ticket_id, label_id)',
  'TicketLabels(ticket_id, label_id), Labels(label_id, name), Tickets(ticket_id, title)',
])('takes what lies between two tables for a key of both: %s', (text) => {
  const { entities, relations } = understand({ text, name: 'the model' }, domains);
  expect(entities.find(({ name }) => name === 'ticket_label')?.identifiedBy).toEqual(['ticket', 'label']);
  expect(relations.map(({ from, to }) => `${from} > ${to}`)).toEqual(['ticket_label > ticket', 'ticket_label > label']);
});
