create table facts (a int, b int, c text, d date);

create statistics all_kinds on a, b from facts;

create statistics some_kinds (ndistinct, mcv) on b, a, c from facts;

-- since 14
create statistics expressions on (a + b), lower(c), d from facts;

-- since 14
create statistics one_expression on (date_trunc('month', d::timestamp)) from facts;

comment on statistics all_kinds is 'they depend';
