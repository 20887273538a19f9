alter table products add primary key (tenant_id, id), add unique (tenant_id, sku);
alter table gold_rates add primary key (tenant_id, rated_on);
-- The counter scans a barcode, or types the HUID that is engraved.
alter table inventory_items
  add primary key (tenant_id, id), add unique (tenant_id, barcode), add unique (tenant_id, huid);
alter table stones add primary key (tenant_id, id), add unique (tenant_id, certificate_lab, certificate_number);
alter table quotes add primary key (tenant_id, id);
alter table quote_items add primary key (tenant_id, id);
alter table orders add primary key (tenant_id, id);
alter table order_items add primary key (tenant_id, id);
alter table old_gold_exchanges add primary key (tenant_id, id), add unique (tenant_id, order_id);
alter table emi_instalments add primary key (tenant_id, id), add unique (tenant_id, order_id, number);
alter table payments add primary key (tenant_id, id);
alter table shop_orders add primary key (tenant_id, source, external_id);
alter table gateway_payments add primary key (tenant_id, source, external_id);
alter table schemes add primary key (tenant_id, id);
alter table scheme_enrolments add primary key (tenant_id, id);
alter table scheme_instalments add primary key (tenant_id, id), add unique (tenant_id, enrolment_id, number);
alter table repairs add primary key (tenant_id, id);

-- Where a piece of a product can be shown; the stones of a piece.
create index items_of_product on inventory_items (tenant_id, product_id, store_id) where status = 'in-stock';
create index stones_of_item on stones (tenant_id, inventory_item_id);
-- What waits for its order, or for its payment.
create index gateway_payments_of_order on gateway_payments (tenant_id, source, order_ref);
create index shop_orders_by_payment on shop_orders (tenant_id, payment_ref) where payment_ref is not null;
-- A customer's page, the list of orders, the month's figures.
create index orders_of_customer on orders (tenant_id, customer_id, ordered_at);
create index orders_by_time on orders (tenant_id, ordered_at);
create index items_of_order on order_items (tenant_id, order_id);
create index payments_of_order on payments (tenant_id, order_id);
create index payments_by_time on payments (tenant_id, paid_at);
-- A customer's page: quotes, schemes, repairs; a quote with its lines.
create index quotes_of_customer on quotes (tenant_id, customer_id, created_at);
create index items_of_quote on quote_items (tenant_id, quote_id);
create index enrolments_of_customer on scheme_enrolments (tenant_id, customer_id);
create index repairs_of_customer on repairs (tenant_id, customer_id, received_on);
-- Lists of the day: whose instalment is due, which quote runs out, which repair was promised.
create index emi_due on emi_instalments (tenant_id, due_on) where paid_on is null;
create index enrolments_due on scheme_enrolments (tenant_id, next_due_on) where status = 'running';
create index quotes_open on quotes (tenant_id, staff_id, valid_until) where status in ('draft', 'sent');
create index repairs_open on repairs (tenant_id, store_id, promised_on) where returned_on is null;
