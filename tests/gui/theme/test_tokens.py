"""Text can be read on every ground it stands on, in light and dark."""

import pytest

from gui.theme.tokens import DARK, LIGHT, TYPE, contrast

PAIRS = [
    ("text", ("bg", "canvas", "rail", "hover", "sel", "grey-w"), 14.58, 11.59),
    ("text2", ("bg", "canvas", "rail", "hover", "sel", "grey-w"), 6.54, 6.30),
    ("text3", ("bg", "canvas", "rail", "hover", "sel", "grey-w"), 4.81, 4.73),
    ("accent", ("bg", "canvas", "rail", "sel"), 5.82, 6.52),
    ("on-accent", ("accent",), 6.72, 7.55),
    ("red", ("bg", "canvas", "red-w", "sel"), 5.50, 6.79),
    ("amber", ("bg", "canvas", "amber-w", "sel"), 5.46, 8.02),
    ("green", ("bg", "canvas", "green-w", "sel"), 6.03, 7.46),
    ("text", ("mark",), 13.14, 9.60),
    ("text2", ("av0", "av1", "av2", "av3", "av4"), 6.12, 5.54),
]


@pytest.mark.parametrize(("text", "grounds", "light", "dark"), PAIRS)
def test_lowest_contrast_is_what_the_design_says(text, grounds, light, dark):
    for tokens, expected in ((LIGHT, light), (DARK, dark)):
        lowest = min(contrast(tokens[text], tokens[ground]) for ground in grounds)
        assert lowest >= 4.5
        assert lowest == pytest.approx(expected, abs=0.02)


def test_toast_text_and_link_can_be_read():
    for tokens in (LIGHT, DARK):
        assert contrast(tokens["toast-text"], tokens["toast"]) >= 4.5
        assert contrast(tokens["toast-link"], tokens["toast"]) >= 4.5


def test_both_themes_name_the_same_colours():
    assert LIGHT.keys() == DARK.keys()
    assert all(len(value) == 7 and value[0] == "#" for value in (*LIGHT.values(), *DARK.values()))


def test_contrast_of_black_and_white_and_of_itself():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#2B56B8", "#2B56B8") == 1


def test_only_two_weights():
    assert {role.weight for role in TYPE.values()} == {400, 500}
