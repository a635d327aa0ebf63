"""A decided violation taken over as an example of the charter it was judged by, with one key."""

from __future__ import annotations

from core.base.phrase import P, Phrase
from core.desk.changes import Changes, Noun
from core.desk.examples_from import MadeExample, add_example
from core.desk.violations import Violation
from gui.context import WindowContext


def take_over(context: WindowContext, violation: Violation) -> None:
    """On the writer thread: two in a row go into the same draft one after the other."""
    if violation.state in ("confirmed", "dismissed"):
        context.act(
            lambda desk: add_example(desk, violation.id),
            done=_words,
            undo=False,
            changes=Changes(Noun.CHARTERS),
        )


def _words(made: MadeExample) -> Phrase:
    if not made.new:
        return P("The draft {name} has this example already.", name=made.path.stem)
    if made.expect == "gap":
        return P("Added to the draft {name} as a known gap: the rule still fires on it.", name=made.path.stem)
    return P("Added to the draft {name} as an example, with invented names.", name=made.path.stem)
