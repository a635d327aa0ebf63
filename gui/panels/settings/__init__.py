"""Settings of the console: how it looks, who works here, where its data lies."""
