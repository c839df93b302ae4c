import type { AdvisorCase } from './advisor-case.ts';

const documents = `create table documents (id bigint primary key, tenant_id bigint not null, title text not null,
  created_at timestamptz not null); alter table documents enable row level security;`;
const volumes = `tables:
  documents:
    rows: 20M
    columns:
      tenant_id: { distinct: 2k, correlation: 0 }
      title: { distinct: 5M, correlation: 0 }
`;
const ofDocuments = (
  title: string,
  policies: string,
  queries: string,
  creates: AdvisorCase['creates'],
): AdvisorCase => ({ title, schema: documents + policies, rows: 'documents=20M', volumes, queries, creates });

const ofTenant = "create policy tenant on documents using (tenant_id = current_setting('app.tenant')::bigint);";

/** Tables whose policies add conditions to every query. */
export const guarded: readonly AdvisorCase[] = [
  ofDocuments(
    'the column of a policy before the order',
    ofTenant,
    'select * from documents order by created_at desc limit 20;',
    [{ table: 'documents', keys: ['tenant_id', 'created_at'] }],
  ),
  ofDocuments(
    'the column of a policy before a column of more values',
    ofTenant,
    'select count(*) from documents d where d.title = $1;',
    [{ table: 'documents', keys: ['tenant_id', 'title'] }],
  ),
  ofDocuments(
    'no column of a policy that binds those who insert',
    `create policy reading on documents for select using (true);
      create policy writing on documents for insert with check (tenant_id = current_setting('app.tenant')::bigint);`,
    'select * from documents where title = $1;',
    [{ table: 'documents', keys: ['title'] }],
  ),
];
