"""An example as the YAML that stands under `examples:`."""

from __future__ import annotations

from collections.abc import Mapping

from core.charter.editing import scalar
from core.charter.model import Charter, Example, ExampleLine

GAP = "# Dismissed by a person, so it must stay silent, but the rule still fires. Once mended: expect: silent"


def example_yaml(example: Example, charter: Charter) -> str:
    """Lines without indentation, in the manner of the bundled charters. The rule is named where the clause has
    another one first."""
    clause = next(each for each in charter.clauses if any(rule.id == example.rule for rule in each.rules))
    lines = [f"name: {scalar(example.name)}"]
    if example.rule != clause.rules[0].id:
        lines.append(f"rule: {scalar(example.rule)}")
    lines.append(f"expect: {example.expect}")
    if example.expect == "gap":
        lines.append(GAP)
    for key, value in (("member", example.member), ("now", example.now)):
        if value:
            lines.append(f"{key}: {_quoted(value)}")
    if example.settings:
        said = ", ".join(f"{key}: {_quoted(value)}" for key, value in example.settings)
        lines.append(f"settings: {{{said}}}")
    if example.members:
        lines += ["members:", *(f"  - {_flow(row)}" for row in example.members)]
    if example.chat:
        lines += ["chat:", *(f"  - {_flow(_fields(line))}" for line in example.chat)]
    return "\n".join(lines)


def _fields(line: ExampleLine) -> dict[str, str]:
    said = {"at": line.at, "from": line.sender, "text": line.text, "kind": line.kind, "role": line.role,
            "id": line.id, "reply_to": line.reply_to}  # fmt: skip
    usual = {"kind": "text", "role": "member", "id": "", "reply_to": "", "text": ""}
    return {key: value for key, value in said.items() if value != usual.get(key)}


def _flow(row: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{key}: {_quoted(value)}" for key, value in row.items()) + "}"


def _quoted(value: str) -> str:
    """Quoted also where it looks like a number or a time: everything in an example is text."""
    return scalar(value)
