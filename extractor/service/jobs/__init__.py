"""Jobs: many documents in one request, read by the bulk engine, found again after a restart."""
