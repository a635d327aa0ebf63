"""Ground floor: time, ids, money, dated values, refusals, phrases and the hash chain."""
