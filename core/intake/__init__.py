"""Files and pasted text in: sniffing, one module per format, grey-bar texts, rosters, coverage."""
