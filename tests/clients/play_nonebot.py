"""A real NoneBot with its OneBot 12 adapter as the judge of our events: it must understand every one of them.

Prints the adapter's class for each line of standard input; run by a Python that has NoneBot."""

from __future__ import annotations

import json
import sys

from nonebot.adapters.onebot.v12 import Adapter

for line in sys.stdin:
    event = Adapter.json_to_event(json.loads(line), "test")
    print(type(event).__name__ if event is not None else "None", flush=True)
