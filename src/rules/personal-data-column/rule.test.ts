import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

testRule(rule, {
  flags: {
    people: {
      sql: 'create table customers (id int primary key, first_name text, last_name text, email text, phone text, street text, birth_date date);',
      items: ['public.customers'],
    },
    'a network address': { sql: 'create table visits (id int primary key, came_from inet);', items: ['public.visits'] },
    'quotes and camel case': {
      sql: 'create table "Ärzte" (id int primary key, "firstName" text, "emailAddress" text);',
      items: ['public."Ärzte"'],
    },
    'two tables': {
      sql: 'create table patients (id int primary key, name text, blood_type text); create table calls (id int primary key, phone_number text);',
      items: ['public.patients', 'public.calls'],
    },
    'a government id and pay': 'create table staff (id int primary key, ssn text, salary numeric);',
  },
  allows: {
    things: 'create table products (id int primary key, name text, description text, price numeric);',
    'the address of a thing':
      'create table servers (id int primary key, address text, mac_address text, location text);',
    'facts about e-mail':
      'create table campaigns (id int primary key, email_count int, email_sent_at timestamptz, send_email boolean);',
    'kinds left out': {
      sql: 'create table calls (id int primary key, phone text);',
      settings: { except: ['telephone'] },
    },
    'a thing of people':
      'create table user_tokens (id int primary key, name text); create table oauth_clients (id int primary key, name text); create table device_profiles (id int primary key, name text);',
    'a place': 'create table stores (id int primary key, city text, latitude numeric, longitude numeric);',
  },
});
