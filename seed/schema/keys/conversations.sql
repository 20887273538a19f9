alter table interactions add primary key (tenant_id, id);
alter table whatsapp_threads add primary key (tenant_id, id), add unique (tenant_id, customer_id);
-- An acknowledgement names its message by WhatsApp's id, up to three times for each that is sent; and what is delivered
-- twice is refused. A hash index would be half as large, but takes twice as long to build.
alter table whatsapp_messages add primary key (tenant_id, id), add unique (tenant_id, waha_id);
alter table message_templates add primary key (tenant_id, id), add unique (tenant_id, name, language);
alter table campaigns add primary key (tenant_id, id);
-- The second also finds the recipients of a campaign.
alter table campaign_recipients add primary key (tenant_id, id), add unique (tenant_id, campaign_id, customer_id);
alter table calls add primary key (tenant_id, id);
alter table whatsapp_sessions add primary key (tenant_id, name);
alter table emails add primary key (tenant_id, id);
-- A browser that subscribes again comes with the endpoint that it had.
alter table push_subscriptions add primary key (tenant_id, id), add unique (tenant_id, endpoint);

-- A customer's page, and what was said to one customer by telephone and mail.
create index interactions_of_customer on interactions (tenant_id, customer_id, happened_at);
create index calls_of_customer on calls (tenant_id, customer_id, started_at);
create index emails_of_customer on emails (tenant_id, customer_id, created_at);
-- The list of threads, the latest on top, and the messages of one, page by page.
create index threads_by_time on whatsapp_threads (tenant_id, last_message_at);
create index messages_of_thread on whatsapp_messages (tenant_id, thread_id, sent_at);
-- What the CRM's own campaigns still have to send, and the message that an acknowledgement is of: none of what is seeded.
create index recipients_to_send on campaign_recipients (tenant_id, campaign_id, id) where status in ('pending', 'sending');
create unique index recipients_by_message on campaign_recipients (tenant_id, waha_id) where waha_id is not null;
-- Answers of the staff that WhatsApp has not taken yet: none of what is seeded.
create index messages_to_send on whatsapp_messages (tenant_id, id) where ack = 0 and from_me;
create unique index calls_by_provider on calls (tenant_id, provider_id) where provider_id is not null;
-- Calls that are under way, for the sweep of those that were never heard of again.
create index calls_open on calls (tenant_id, started_at) where status in ('asked', 'ringing', 'talking');
create unique index emails_by_message on emails (tenant_id, message_id) where message_id is not null;
-- Whoever a notification goes to.
create index push_subscriptions_of_staff on push_subscriptions (tenant_id, staff_id) where active;
-- The queue of mails: empty but for the last minutes.
create index emails_queued on emails (tenant_id, id) where status = 'queued';
