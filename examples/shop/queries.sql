-- The queries that the shop runs most. Comments carry what is known of each: name, calls, goal.

-- name: orders of a user, newest first
-- calls: 2340/h
-- goal: 50ms
select id, order_number, status, total, created_at
from orders
where user_id = $1
order by created_at desc
limit 20;

-- name: items of an order
-- calls: 5100/h
-- goal: 20ms
select oi.id, oi.quantity, oi.unit_price, p.name
from order_items oi
join product_variants v on v.id = oi.variant_id
join products p on p.id = v.product_id
where oi.order_id = $1;

-- name: sign in
-- calls: 900/h
select id, password from users where lower(email) = lower($1) and deleted_at is null;

-- name: products of a category
-- calls: 8800/h
-- goal: 100ms
select p.id, p.name, p.price
from products p
join product_categories pc on pc.product_id = p.id
where pc.category_id = $1 and p.active and p.deleted_at is null
order by p.created_at desc
limit 48;

-- name: product search
-- calls: 3100/h
-- goal: 200ms
select id, name, price from products where name ilike '%' || $1 || '%' and active limit 20;

-- name: open orders to pack
-- calls: 60/h
select id, order_number, created_at from orders where status = 'paid' order by created_at limit 100;

-- name: turnover by day
-- calls: 4/h
select date_trunc('day', created_at) as day, count(*), sum(total)
from orders
where created_at >= $1 and created_at < $2
group by 1
order by 1;

-- name: stock of a variant
-- calls: 12000/h
select warehouse_id, quantity from inventory where variant_id = $1;

-- name: history of a row
-- calls: 20/h
select action, old_data, new_data, created_at from audit_log where table_name = $1 and row_id = $2 order by created_at desc;

-- name: latest reviews of a product
-- calls: 6400/h
select rating, body, created_at from reviews where product_id = $1 order by created_at desc limit 10;

-- name: clean up sessions
-- calls: 6/h
delete from sessions where expires_at < now();
