"""Small models that rank messages by family: ads, offence, negativity. They hint; they never decide."""
