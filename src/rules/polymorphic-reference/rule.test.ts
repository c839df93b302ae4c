import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

testRule(rule, {
  flags: {
    'a framework’s name': {
      sql: 'create table images (id int primary key, imageable_type text, imageable_id int);',
      items: ['public.images:imageable_type,imageable_id'],
    },
    'a role that any row can have': 'create table roles (id int primary key, entity_type text, entity_id uuid);',
    'a generic relation': {
      sql: 'create table content_types (id int primary key); create table tagged_items (id int primary key, content_type_id int references content_types, object_id int);',
      items: ['public.tagged_items:content_type_id,object_id'],
    },
    'a number for the kind':
      'create table parts (owner_kind int not null, owner_id int not null, primary key (owner_kind, owner_id));',
    'an index that begins with both':
      'create table hooks (id int primary key, gadget_type text, gadget_id int); create index on hooks (gadget_type, gadget_id);',
    'an enum': `create type kind as enum ('Post', 'Photo'); create table likes (id int primary key, target_type kind, target_id bigint);`,
    'names that need quotes': `create table "Notes" (id int primary key, "NotableType" text, "NotableId" int);`,
    'a log, mildly': 'create table audit_log (id int primary key, subject_type text, subject_id int);',
  },
  allows: {
    'a foreign key':
      'create table owners (id int primary key); create table t (id int primary key, owner_type text, owner_id int references owners);',
    'a table of that name':
      'create table owners (id int primary key); create table t (id int primary key, owner_type text, owner_id int);',
    'the row’s own key': 'create table resources (resource_id int primary key, resource_type text);',
    'the kind of a thing in particular': 'create table t (id int primary key, payment_type text, payment_id text);',
    'a document of a person': 'create table guests (id int primary key, document_type text, document_id text);',
    'a type alone': 'create table t (id int primary key, owner_type text);',
    'a type and an id without a name': 'create table t (id int primary key, type text);',
  },
});
