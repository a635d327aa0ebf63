"""What happened: messages, notices, members and the span of time the record covers."""
