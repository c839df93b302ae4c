import { describe, expect, it } from 'vitest';
import { embedded, resetDatabase } from '../../../test/embedded.ts';
import { lookups } from '../../catalog/lookups.ts';
import { postgres } from '../../engines/postgres/index.ts';
import { declaredReferences, referenceText, withoutForeignKeys } from './declared.ts';
import { proposeReferences } from './propose.ts';

/** Schemas of other habits: with their keys hidden, just those must be found again. */
const schemas: Readonly<Record<string, string>> = {
  'Django: app_model, varchar keys, generic relations': `
    create table django_content_type (id int primary key, app_label varchar(100), model varchar(100));
    create table auth_user (id int primary key, username varchar(150) unique, is_staff boolean);
    create table auth_group (id int primary key, name varchar(150) unique);
    create table auth_user_groups (id int primary key, user_id int references auth_user, group_id int references auth_group);
    create table django_admin_log (id int primary key, object_id text, content_type_id int references django_content_type, user_id int references auth_user);
    create table blog_category (id int primary key, slug varchar(50) unique, parent_id int references blog_category);
    create table blog_post (id int primary key, author_id int references auth_user, category_id int references blog_category, status varchar(10));
    create table blog_comment (id int primary key, post_id int references blog_post, user_id int references auth_user, body text);
    create table shop_brand (code varchar(20) primary key, name varchar(100));
    create table shop_product (sku varchar(30) primary key, brand_id varchar(20) references shop_brand);
    create table shop_orderitem (id int primary key, product_id varchar(30) references shop_product, quantity int);
    create table taggit_taggeditem (id int primary key, object_id int, content_type_id int references django_content_type);`,
  'Prisma: camel case in quotes': `
    create table "User" (id int primary key, username text unique, email text unique);
    create table "Team" (id int primary key, slug text, "parentId" int references "Team");
    create table "Membership" (id int primary key, "teamId" int references "Team", "userId" int references "User", role text);
    create table "EventType" (id int primary key, "userId" int references "User", "teamId" int references "Team", length int);
    create table "Booking" (id int primary key, uid text unique, "userId" int references "User", "eventTypeId" int references "EventType", "externalId" text);
    create table "Webhook" (id text primary key, "eventTypeId" int references "EventType", "createdById" int references "User");`,
  'Oracle: short upper-case names, grown together': `
    create table "DEPT" ("DEPTNO" int primary key, "DNAME" varchar(14), "LOC" varchar(13));
    create table "EMP" ("EMPNO" int primary key, "ENAME" varchar(10), "JOB" varchar(9), "MGR" int references "EMP", "SAL" numeric(7,2), "DEPTNO" int references "DEPT");
    create table "BONUS" ("ENAME" varchar(10), "JOB" varchar(9), "SAL" numeric(7,2));
    create table "PROJ" ("PROJNO" int primary key, "RESPEMP" int, "DEPTNO" int references "DEPT", "PROJNAME" varchar(24));
    create table "EMPPROJACT" ("EMPNO" int references "EMP", "PROJNO" int references "PROJ", "EMSTDATE" date, primary key ("EMPNO", "PROJNO", "EMSTDATE"));`,
  'a warehouse: dimensions and facts': `
    create table dim_customer (customer_key int primary key, customer_id varchar(20), city varchar(50));
    create table dim_product (product_key int primary key, sku varchar(30));
    create table dim_date (date_key int primary key, full_date date, month int);
    create table fact_sales (customer_key int references dim_customer, product_key int references dim_product,
      order_date_key int references dim_date, ship_date_key int references dim_date, quantity int, amount numeric(12,2));
    create table fact_inventory (product_key int references dim_product, date_key int references dim_date, on_hand int, primary key (product_key, date_key));`,
  'a prefix on every column': `
    create table region (r_regionkey int primary key, r_name char(25), r_comment text);
    create table nation (n_nationkey int primary key, n_name char(25), n_regionkey int references region);
    create table supplier (s_suppkey int primary key, s_name char(25), s_nationkey int references nation);
    create table customer (c_custkey int primary key, c_name text, c_nationkey int references nation, c_acctbal numeric);
    create table orders (o_orderkey int primary key, o_custkey int references customer, o_orderstatus char(1), o_clerk text);
    create table lineitem (l_orderkey int references orders, l_linenumber int, l_suppkey int references supplier, l_quantity int, primary key (l_orderkey, l_linenumber));`,
  'the bare names of tables': `
    create table area_type (id int primary key, name text, parent int references area_type);
    create table area (id int primary key, name text, type int references area_type);
    create table artist (id int primary key, name text, area int references area, begin_area int references area);
    create table artist_credit (id int primary key, name text, artist_count int);
    create table artist_credit_name (artist_credit int references artist_credit, position int, artist int references artist, primary key (artist_credit, position));
    create table recording (id int primary key, artist_credit int references artist_credit, length int);
    create table medium_format (id int primary key, name text, year int);
    create table medium (id int primary key, format int references medium_format, position int, track_count int);
    create table track (id int primary key, recording int references recording, medium int references medium, number text);`,
  'natural keys': `
    create table country (country_code char(2) primary key, name text);
    create table currency (currency_code char(3) primary key, minor_units smallint);
    create table employee (emp_no int primary key, country_code char(2) references country, gender text);
    create table department (dept_no char(4) primary key, head_emp_no int references employee);
    create table dept_emp (emp_no int references employee, dept_no char(4) references department, from_date date, to_date date, primary key (emp_no, dept_no));
    create table salary (emp_no int references employee, amount int, currency_code char(3) references currency, from_date date, primary key (emp_no, from_date));
    create table book (isbn char(13) primary key, title text);
    create table review (id int primary key, isbn char(13) references book, stars int);`,
  'keys of several columns': `
    create table job_details (sched_name varchar(120), job_name varchar(200), job_group varchar(200), description text, primary key (sched_name, job_name, job_group));
    create table triggers (sched_name varchar(120), trigger_name varchar(200), trigger_group varchar(200), job_name varchar(200), job_group varchar(200), next_fire_time bigint,
      primary key (sched_name, trigger_name, trigger_group), foreign key (sched_name, job_name, job_group) references job_details);
    create table cron_triggers (sched_name varchar(120), trigger_name varchar(200), trigger_group varchar(200), cron_expression text,
      primary key (sched_name, trigger_name, trigger_group), foreign key (sched_name, trigger_name, trigger_group) references triggers);
    create table calendars (sched_name varchar(120), calendar_name varchar(200), calendar bytea, primary key (sched_name, calendar_name));`,
  'names without separators': `
    create table userinfo (userinfoid int primary key, surname text, email text);
    create table legendset (legendsetid int primary key, name text, lastupdatedby int references userinfo);
    create table dataelement (dataelementid int primary key, code varchar(50), legendsetid int references legendset, lastupdatedby int references userinfo);
    create table dataelementgroup (dataelementgroupid int primary key, name text, createdby int references userinfo);
    create table dataelementgroupmembers (dataelementgroupid int references dataelementgroup, dataelementid int references dataelement, primary key (dataelementgroupid, dataelementid));
    create table validationrule (validationruleid int primary key, leftdataelementid int references dataelement, rightdataelementid int references dataelement, sortorder int);`,
  'another language': `
    create table paises (id_pais int primary key, nombre text);
    create table clientes (id_cliente int primary key, nombre text, id_pais int references paises);
    create table autores (id int primary key, nombre text);
    create table libros (id int primary key, titulo text, autor_id int references autores, precio numeric);
    create table pedidos (id_pedido int primary key, id_cliente int references clientes, fecha date);
    create table detalle_pedidos (id_pedido int references pedidos, id_libro int references libros, cantidad int, primary key (id_pedido, id_libro));`,
  'marked by fk_, the role behind': `
    create table llx_user (rowid int primary key, login text unique, fk_user int references llx_user);
    create table llx_societe (rowid int primary key, nom text, parent int references llx_societe, fk_user_creat int references llx_user, fk_user_modif int references llx_user);
    create table llx_product (rowid int primary key, ref text, price numeric, rang int);
    create table llx_commande (rowid int primary key, ref text, fk_societe int references llx_societe, fk_user_valid int references llx_user);
    create table llx_commandedet (rowid int primary key, fk_commande int references llx_commande, fk_product int references llx_product, qty int);`,
  'other rows of the same table, and what is no parent of it': `
    create table users (id bigint primary key, email text unique);
    create table issues (id bigint primary key, author_id bigint references users, moved_to_id bigint references issues, duplicate_of_id bigint references issues, in_reply_to_id bigint references issues);
    create table issue_links (id bigint primary key, source_id bigint references issues, target_id bigint references issues);
    create table issue_assignees (id bigint primary key, user_id bigint references users, issue_id bigint references issues);
    create table requests (id bigint primary key, assignee_id bigint references users, made_public_by_id bigint references users);
    create table request_assignees (id bigint primary key, user_id bigint references users, request_id bigint references requests);`,
  'Rails: roles, histories, polymorphic pairs': `
    create table users (id bigserial primary key, name text, inviter_id bigint references users);
    create table posts (id bigserial primary key, uploader_id bigint references users, parent_id bigint references posts, score int, pixel_hash uuid);
    create table post_versions (id bigserial primary key, post_id bigint references posts, updater_id bigint references users, parent_id bigint references posts, version int);
    create table bans (id bigserial primary key, user_id bigint references users, banner_id bigint references users, reason text);
    create table forum_topics (id bigserial primary key, creator_id bigint references users, title text);
    create table forum_posts (id bigserial primary key, topic_id bigint references forum_topics, creator_id bigint references users, body text);
    create table reactions (id bigserial primary key, creator_id bigint references users, model_type text, model_id bigint);
    create table settings (id bigserial primary key, user_id bigint references users, theme int, time_zone text, stripe_customer_id text);`,
};

describe('missing-foreign-key on schemas of other habits', () => {
  for (const [title, sql] of Object.entries(schemas)) {
    it(title, async () => {
      const database = await embedded();
      await resetDatabase();
      await database.exec(sql);
      const catalog = await postgres.introspect(database);
      const hidden = withoutForeignKeys(catalog);
      const found = proposeReferences(hidden, lookups(hidden), 0.5).map((one) =>
        referenceText(one.child, one.columns, one.parent, one.key),
      );
      expect(found.sort()).toEqual([...declaredReferences(catalog)].sort());
    });
  }
});
