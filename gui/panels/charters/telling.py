"""A charter told in blocks: its clauses in order, and everything about one of them. Pure, for a reader thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.base.phrase import Language, LocalText, P, Phrase, render
from core.casework.wording import type_name
from core.charter.law import law_note
from core.charter.model import BehaviourRule, Charter, Clause, ClauseState, Example, ObligationRule
from core.charter.registers import REGISTERS
from core.charter.sentences import rule_sentences, threshold_name
from core.charter.setting_names import SETTING_CHOICES, setting_name
from core.desk.charter_words import Rung, ladder
from core.desk.charters import ExampleResult
from core.desk.learning import Worth
from gui.panels.clauses import clause_number
from gui.widgets.blocks import Block

WHOLE = "*"
"""Key of the first line: the charter as a whole."""
STATES: dict[ClauseState, tuple[Phrase, str, str]] = {
    ClauseState.ENFORCED: (P("enforced"), "check-circle", "accent"),
    ClauseState.GUIDED: (P("guided"), "hand-palm", "grey"),
    ClauseState.RECORDED: (P("recorded"), "notebook", "grey"),
    ClauseState.ADVICE: (P("advice"), "chat-teardrop-text", "grey"),
}
MEANINGS: dict[ClauseState, Phrase] = {
    ClauseState.ENFORCED: P("A rule runs and finds breaches by itself."),
    ClauseState.GUIDED: P("The console asks a person to see to it."),
    ClauseState.RECORDED: P("It is kept in a register or a setting."),
    ClauseState.ADVICE: P("It is shown, and nobody is judged by it."),
}
_HOW: dict[str, Phrase] = {
    "message": P("message rule"),
    "behaviour": P("behaviour rule"),
    "roster": P("roster rule"),
    "obligation": P("deadline rule"),
    "duty": P("duty of those who run the group"),
}
_EXPECT: dict[str, tuple[Phrase, str, str]] = {
    "fires": (P("must be found"), "red", "warning-circle"),
    "silent": (P("must stay silent"), "green", "check-circle"),
    "gap": (P("known gap"), "amber", "question"),
}
_ROLES: dict[str, Phrase] = {
    "owner": P("owner"),
    "admin": P("admin"),
    "supervisor": P("supervisor"),
    "leader": P("leader"),
}
_KINDS: dict[str, Phrase] = {
    "join.invite": P("{who} was invited by {by}"),
    "join.qr": P("{who} joined by QR code"),
    "leave": P("{by} left"),
    "leave.kick": P("{by} removed {who}"),
}
NO_MEASURE = P("The text gives no measure.")
Results = Mapping[tuple[str, int], ExampleResult]
"""By clause and place of the example in it."""


@dataclass(frozen=True, slots=True)
class Teller:
    """Says a charter in a language; `results` are those of the examples, once they were run."""

    charter: Charter
    language: Language
    results: Results = field(default_factory=dict)
    worth: Mapping[str, Worth] = field(default_factory=dict)
    """What rules are worth in the groups that follow the charter."""

    def say(self, text: Phrase | LocalText | str) -> str:
        return render(text, self.language)

    # the list

    def contents(self, only: ClauseState | None = None) -> list[Block]:
        """One line for the whole and one for each clause."""
        first = Block(
            "row", self.say(P("Settings, sanctions and notes")), "body", icon="sliders-horizontal", key=WHOLE,
            below=self._whole_line(), line=True,
        )  # fmt: skip
        lines = [self._clause_line(clause) for clause in self.charter.clauses if only in (None, clause.state)]
        return [*([first] if only is None else []), *lines]

    def _whole_line(self) -> str:
        asked = sum(setting.by == "you" for setting in self.charter.settings)
        words = P(
            "{n} settings, {asked} of them yours; {policies} sanction policies", n=len(self.charter.settings),
            asked=asked, policies=len(self.charter.policies),
        )  # fmt: skip
        return self.say(words)

    def _clause_line(self, clause: Clause) -> Block:
        words, icon, tone = STATES[clause.state]
        tags = [(self.say(words), tone, icon)]
        failed = [result for place, result in self._results_of(clause) if not result.ok]
        if failed:
            tags.insert(0, (self.say(P("{n} failed", n=len(failed))), "red", "x-circle"))
        return Block(
            "row", self.say(clause.text), "body", side=clause_number(clause.id), tags=tuple(tags), key=clause.id,
            below=self._how(clause), line=True, tip=clause.ref,
        )  # fmt: skip

    def _how(self, clause: Clause) -> str:
        """What carries the clause, in one line."""
        said: list[Phrase | LocalText] = []
        kinds = dict.fromkeys(type(rule).__name__.removesuffix("Rule").lower() for rule in clause.rules)
        said += [_HOW[kind] for kind in kinds]
        if clause.pending:
            said.append(P("waits for: {register}", register=REGISTERS.get(clause.pending, clause.pending)))
        elif not clause.rules and clause.register:
            said.append(REGISTERS.get(clause.register, LocalText(clause.register, clause.register)))
        elif not clause.rules:
            said.append(P("only shown"))
        if clause.examples:
            said.append(P("{n} examples", n=len(clause.examples)))
        if clause.law:
            said.append(P("law note"))
        return " · ".join(self.say(each) for each in said)

    def _results_of(self, clause: Clause) -> list[tuple[int, ExampleResult]]:
        return [
            (place, self.results[clause.id, place])
            for place in range(len(clause.examples))
            if (clause.id, place) in self.results
        ]

    # one clause

    def clause(self, clause: Clause) -> list[Block]:
        words, icon, tone = STATES[clause.state]
        blocks = [
            Block("space"),
            Block("title", self.say(clause.text), "heading",
                  tags=((self.say(words), tone, icon),)),
            Block("text", self.say(MEANINGS[clause.state]), "small", "text2"),
        ]  # fmt: skip
        if clause.ref:
            blocks.append(Block("text", self.say(P("Source: {ref}", ref=clause.ref)), "small", "text3"))
        blocks += self._rules(clause) + self._carried(clause) + self._measure(clause)
        blocks += self._law(clause.law) + self._examples(clause)
        return [*blocks, Block("space"), Block("space")]

    def _head(self, words: Phrase, *tags: tuple[str, str, str]) -> Block:
        return Block("heading", self.say(words), "small-strong", "text2", tags=tags)

    def _rules(self, clause: Clause) -> list[Block]:
        if not clause.rules:
            return []
        blocks = [self._head(P("How it is checked"))]
        for rule in clause.rules:
            if len(clause.rules) > 1:
                name = rule.id.partition("/")[2] or clause_number(rule.id)
                blocks.append(Block("text", name, "small", "text3"))
            blocks += [
                Block("text", self.say(sentence), icon="check")
                for sentence in rule_sentences(rule, self.charter)
            ]
            if rule.types:
                named = tuple(type_name(kind) for kind in rule.types)
                blocks.append(Block("text", self.say(P("Concerns: {who}.", who=named)), icon="users"))
            worth = self.worth.get(rule.id, Worth()).words
            if worth is not None:
                blocks.append(Block("text", self.say(worth), "small", "text3", icon="chart-bar"))
        used = [setting for setting in self.charter.settings if _uses(clause, setting.key)]
        return blocks + [self._setting(setting.key, setting.value, setting.by) for setting in used]

    def _setting(self, key: str, value: str, by: str) -> Block:
        yours = by == "you"
        shown: Phrase | str = dict(SETTING_CHOICES.get(key, ())).get(value, value)
        name = self.say(setting_name(key))
        tag = P("set by you") if yours else P("by the text")
        said = self.say(P("{name}: {value}", name=name, value=shown))
        return Block(
            "text", said, tags=((self.say(tag), "accent" if yours else "grey", ""),),
            icon="sliders-horizontal", tip=key,
        )  # fmt: skip

    def _carried(self, clause: Clause) -> list[Block]:
        blocks = []
        if clause.register and clause.register != clause.pending:
            words = P("Kept in: {register}.", register=REGISTERS.get(clause.register, clause.register))
            blocks.append(Block("text", self.say(words), icon="notebook"))
        if clause.pending:
            words = P("Still missing in this console: {register}.",
                      register=REGISTERS.get(clause.pending, clause.pending))  # fmt: skip
            blocks.append(Block("text", self.say(words), icon="hourglass-medium", icon_token="amber"))
        if blocks and not clause.rules:
            blocks.insert(0, self._head(P("What carries it")))
        return blocks

    def _measure(self, clause: Clause) -> list[Block]:
        if clause.state is ClauseState.ADVICE:
            return []
        if not clause.policy:
            return [self._head(P("What follows")), self._gap()]
        return self.policy(clause.policy, P("What follows"))

    def _gap(self) -> Block:
        words = self.say(NO_MEASURE)
        if self.charter.truncated:
            words = f"{words} {self.say(P('The text that survives stops early.'))}"
        return Block("gap", words, token="text3")

    def policy(self, name: str, head: Phrase) -> list[Block]:
        """A sanction policy as a ladder."""
        policy = self.charter.policies.get(name)
        if policy is None:
            return [self._head(head), self._gap()]
        blocks = [self._head(head), Block("text", self.say(policy.title), "body", "text2", tip=policy.id)]
        blocks += [self._rung(rung) for rung in ladder(policy)]
        blocks += [
            Block(
                "text",
                self.say(P("Not said: {question}.", question=question)),
                "small",
                "text3",
                icon="question",
            )
            for question in policy.silent_on
        ]
        return blocks

    def _rung(self, rung: Rung) -> Block:
        words = self.say(rung.says) if rung.says is not None else self.say(NO_MEASURE)
        note = self.say(rung.note)
        tags = ((self.say(P("our default")), "accent", ""),) if rung.silent else ()
        colon = "：" if self.language == "zh" else ". "
        return Block(
            "rung", _sentence(f"{words}{colon}{note}" if note else words), side=self.say(rung.when),
            token="text3" if rung.says is None else "text", tags=tags,
            icon="arrow-bend-down-right" if rung.aside else "circle",
            tip=self.say(P("The text is silent here; this is the console's default.")) if rung.silent else "",
        )  # fmt: skip

    def _law(self, notes: tuple[str, ...]) -> list[Block]:
        if not notes:
            return []
        return [
            self._head(P("The law")),
            *(Block("text", self.say(law_note(note)), icon="warning", icon_token="amber") for note in notes),
        ]

    # examples

    def _examples(self, clause: Clause) -> list[Block]:
        if not clause.examples:
            return []
        blocks = [self._head(P("Examples, {n}", n=len(clause.examples)))]
        for place, example in enumerate(clause.examples):
            blocks += self._example(clause, place, example)
        return blocks

    def _example(self, clause: Clause, place: int, example: Example) -> list[Block]:
        words, tone, icon = _EXPECT.get(example.expect, _EXPECT["gap"])
        tags = [(self.say(words), tone, icon)]
        result = self.results.get((clause.id, place))
        if result is not None:
            tags.append((self.say(P("passed")), "green", "check") if result.ok else
                        (self.say(P("failed")), "red", "x-circle"))  # fmt: skip
        blocks = [Block("example", example.name, "strong", tags=tuple(tags), tip=example.rule)]
        if example.policy:
            steps = P("{policy}: {events}", policy=example.policy, events=tuple(example.events))
            return [*blocks, Block("text", self.say(steps), "small", "text2")]
        names = {row.get("id", ""): row.get("nickname") or row.get("name") or "" for row in example.members}
        if not example.chat:
            listed = ", ".join(name or key for key, name in names.items())
            blocks.append(Block("text", self.say(P("Members: {names}", names=listed)), "small", "text2"))
        for line in example.chat:
            name = names.get(line.sender) or line.sender
            if line.kind in _KINDS or "." in line.kind:
                said = _KINDS.get(line.kind, P("{by}: {who}"))
                words = Phrase(said.msgid, (("who", line.text or name), ("by", name)))
                blocks.append(Block("notice", f"{self.say(words)} · {line.at}"))
                continue
            role = _ROLES.get(line.role)
            marks = ([(self.say(role), "grey", "")] if role else []) + [(_clock(line.at), "", "")]
            text = line.text or f"[{line.kind}]"
            blocks.append(Block("bubble", text, side=name, tags=tuple(marks)))
        return blocks + self._after(example)

    def _after(self, example: Example) -> list[Block]:
        said = []
        if example.now:
            said.append(self.say(P("judged at {time}", time=_clock(example.now))))
        said += [f"{key} = {value}" for key, value in example.settings]
        if example.member:
            said.append(self.say(P("about {name}", name=example.member)))
        return [Block("text", " · ".join(said), "small", "text3")] if said else []

    # the whole

    def whole(self) -> list[Block]:
        """Settings, sanctions, law notes and what the text says of itself."""
        charter = self.charter
        title = Block("title", self.say(P("The charter as a whole")), "heading")
        blocks = [Block("space"), title, *self._about()]
        if charter.settings:
            blocks.append(self._head(P("Settings")))
            blocks += [self._setting(each.key, each.value, each.by) for each in charter.settings]
        else:
            blocks += [
                self._head(P("Settings")),
                Block("text", self.say(P("It leaves nothing to set.")), token="text2"),
            ]
        for name in charter.policies:
            blocks += self.policy(name, P("Sanctions"))
        notes = dict.fromkeys(note for clause in charter.clauses for note in clause.law)
        return [*blocks, *self._law(tuple(notes)), Block("space")]

    def _about(self) -> list[Block]:
        charter = self.charter
        types = P("Binds: {types}.", types=tuple(type_name(kind) for kind in charter.member_types))
        blocks = [Block("text", self.say(types), icon="users")]
        if charter.author:
            blocks.append(
                Block("text", self.say(P("Issued by {author}.", author=charter.author)), icon="file-text")
            )
        if charter.effective:
            words = P("Holds from {date} on, as the text says.", date=charter.effective)
            blocks.append(Block("text", self.say(words), icon="calendar-blank"))
        if self.say(charter.notice):
            blocks.append(Block("text", self.say(charter.notice), icon="info"))
        if charter.truncated:
            words = P("The text that survives stops early: penalties it does not give stay blank.")
            blocks.append(Block("text", self.say(words), icon="warning", icon_token="amber"))
        pending = dict.fromkeys(clause.pending for clause in charter.clauses if clause.pending)
        if pending:
            names = tuple(REGISTERS.get(name, name) for name in pending)
            words = P("Still missing in this console: {register}.", register=names)
            blocks.append(Block("text", self.say(words), icon="hourglass-medium", icon_token="amber"))
        if charter.sources:
            words = P("Source: {ref}", ref=tuple(charter.sources))
            blocks.append(Block("text", self.say(words), "small", "text3"))
        return blocks


def by_place(charter: Charter, results: tuple[ExampleResult, ...]) -> dict[tuple[str, int], ExampleResult]:
    """Results, which come in the order of the text, by clause and place."""
    places = [(clause.id, place) for clause in charter.clauses for place in range(len(clause.examples))]
    return dict(zip(places, results, strict=False))


def _uses(clause: Clause, key: str) -> bool:
    """Whether a rule of the clause goes by this setting."""
    for rule in clause.rules:
        if isinstance(rule, ObligationRule) and rule.minutes == key:
            return True
        if isinstance(rule, BehaviourRule) and key.startswith(f"{threshold_name(rule)}."):
            return True
    return False


def _clock(text: str) -> str:
    return text.replace("T", " ")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
