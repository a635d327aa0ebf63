from core.base.phrase import LocalText, P, Phrase, from_plain, render, to_plain
from core.base.refusal import Refusal


def test_arguments_fill_places_also_nested_ones() -> None:
    phrase = P("{who} owes {what}", who="Li", what=LocalText("五元", "5 yuan"))
    assert render(phrase, "en") == "Li owes 5 yuan"
    assert "五元" in render(phrase, "zh")


def test_lists_are_joined_in_the_readers_manner() -> None:
    phrase = Phrase("{names}", (("names", ("A", "B")),))
    assert render(phrase, "en") == "A, B"
    assert render(phrase, "zh") == "A、B"


def test_plain_form_comes_back_the_same() -> None:
    phrase = P("{a} {b} {c}", a=P("inner {n}", n=3), b=LocalText("甲", "x"), c=("p", "q"))
    assert from_plain(to_plain(phrase)) == phrase


def test_text_with_braces_in_arguments_is_left_alone() -> None:
    assert render(P("said {text}", text="{oops}"), "en") == "said {oops}"


def test_a_refusal_is_one_line_with_place_and_remedy() -> None:
    refusal = Refusal(P("the file is\nempty."), "chat.json:3", P("Export it again."))
    assert refusal.line("en") == "chat.json:3: the file is empty. Export it again."
