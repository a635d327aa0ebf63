"""Mentions: the longest name, names of that time, names that two people bear."""

from __future__ import annotations

from dataclasses import replace

from core.base.dated import Dated, Period
from core.chat.mention import MentionReader
from tests.helpers.talk import member, moment

NOW = moment("09:00:00")


def test_the_longest_name_wins_and_the_rest_is_left() -> None:
    reader = MentionReader((member("a", "张三"), member("b", "张三丰")))
    read = reader.read("@张三丰\u2005请把合同发给我", NOW)
    assert read.members == ("b",)
    assert read.rest == "请把合同发给我"


def test_several_people_and_everybody() -> None:
    reader = MentionReader((member("a", "张三"), member("b", "李四")))
    read = reader.read("@所有人 @李四 @张三 开会", NOW)
    assert (read.members, read.everybody, read.rest.split()) == (("b", "a"), True, ["开会"])


def test_a_picked_name_that_nobody_bears_is_passed_over() -> None:
    reader = MentionReader((member("a", "张三"),))
    assert reader.read("@张三丰\u2005你好", NOW).members == ()


def test_a_name_of_two_present_members_names_nobody_unless_one_left() -> None:
    first, second = member("a", "王伟"), member("b", "王伟")
    assert MentionReader((first, second)).read("@王伟 来一下", NOW).members == ()
    gone = replace(second, present=(Period(end=NOW - 1),))
    assert MentionReader((first, gone)).read("@王伟 来一下", NOW).members == ("a",)


def test_an_old_name_still_finds_its_bearer() -> None:
    renamed = replace(member("a", "x"), nickname=Dated.of(((0, "老名"), (NOW - 10, "新名"))))
    assert MentionReader((renamed,)).read("@老名 在吗", NOW).members == ("a",)


def test_mail_addresses_and_lone_signs() -> None:
    assert MentionReader((member("a", "张三"),)).read("mail a@b.com @ 好", NOW).members == ()
