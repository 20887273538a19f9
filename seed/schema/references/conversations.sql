alter table interactions
  add constraint interactions_customer_fkey foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  add foreign key (tenant_id, staff_id) references staff (tenant_id, id);
alter table whatsapp_threads
  add foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  add foreign key (tenant_id, staff_id) references staff (tenant_id, id);
alter table whatsapp_messages
  add foreign key (tenant_id, thread_id) references whatsapp_threads (tenant_id, id),
  add foreign key (tenant_id, staff_id) references staff (tenant_id, id);
alter table message_templates add foreign key (tenant_id) references tenants (id);
alter table campaigns
  add foreign key (tenant_id, staff_id) references staff (tenant_id, id),
  add foreign key (tenant_id, template_id) references message_templates (tenant_id, id);
alter table campaign_recipients
  add foreign key (tenant_id, campaign_id) references campaigns (tenant_id, id),
  add foreign key (tenant_id, customer_id) references customers (tenant_id, id);
alter table calls
  add foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  add foreign key (tenant_id, staff_id) references staff (tenant_id, id);
alter table emails add foreign key (tenant_id, customer_id) references customers (tenant_id, id);
alter table whatsapp_sessions add foreign key (tenant_id, store_id) references stores (tenant_id, id);
alter table push_subscriptions add foreign key (tenant_id, staff_id) references staff (tenant_id, id);
