"""Programs that pose as documents, documents that carry programs, and talk that urges to run them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.chat.message import Message, MessageKind
from core.judging.detectors.reader import REVIEW, standard_reader

RISKY = [
    "[文件] 合同.pdf.exe", "[文件] 工资表.xlsm", "[文件] 照片.jpg      .scr", "[文件] 更新包.apk", "[文件] 协议\u202efdp.exe",
    "[文件] photo\u202egpj.exe", "[文件] a.docm", "[文件] 发票.img", "update.bat", "[文件] ＸＸ.ＥＸＥ",
]  # fmt: skip
PLAIN = [
    "[文件] 合同.pdf", "[文件] 报价单v1.2.xlsx", "[文件] 年会.pptx", "[文件] logo.svg", "[文件] 数据.csv", "[文件] 会议记录.one",
    "[文件] example.com",
]  # fmt: skip
URGED = [
    "通讯录同步助手.apk，装了就能抢红包", "把宏启用了再看，涨薪名单.xlsm", "双击导入就行 unlock.reg", "setup.exe 关掉杀毒软件再装",
    "免费外挂，关掉杀毒软件再运行", "破解版注册机，杀软会误报，直接信任",
]  # fmt: skip
TALK = [
    "别点那个抢红包.apk，是病毒", "新版本安装包 app-1.2.3.apk 已上传，测试一下", "www.example.com 打开就能看", "start.sh脚本部署到服务器",
    "谁发的.exe文件，大家别打开", "杀毒软件该更新了", "报价单v2.0.exe是什么",
]  # fmt: skip


def score(text: str, kind: str = "text") -> float:
    hits = standard_reader().read(Message("k", 0, "a", "a", MessageKind(kind), text)).hits
    return max((hit.score for hit in hits if hit.category == "virus-link"), default=0.0)


@pytest.mark.parametrize("text", RISKY)
def test_a_file_that_runs_is_found(text: str):
    assert score(text, "file") >= REVIEW


@pytest.mark.parametrize("text", PLAIN)
def test_documents_are_not(text: str):
    assert score(text, "file") < REVIEW


@pytest.mark.parametrize("text", URGED)
def test_words_that_urge_to_run_it_are_found(text: str):
    assert score(text) >= REVIEW


@pytest.mark.parametrize("text", TALK)
def test_talk_about_programs_is_not(text: str):
    assert score(text) < REVIEW


def test_a_posing_name_is_surer_than_a_plain_program():
    assert score("[文件] 合同.pdf.exe", "file") > score("[文件] 更新包.apk", "file")


@given(st.text(max_size=100))
def test_nothing_raises(name: str):
    assert 0 <= score(f"[文件] {name}.exe", "file") <= 1
