"""Live in: bots and scripts that hand the console what is said; journalled raw, stored once, acknowledged after."""
