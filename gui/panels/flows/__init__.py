"""Pages of what people bring before those who run a group: appeals, reports, leave and approvals, the inbox."""
