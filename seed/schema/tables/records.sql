-- What the CRM writes down.

