"""Tokens: two engines give the same words, and word lists are data with checked lines."""

from __future__ import annotations

import copy
import logging
import os
import pickle
import re
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from policycompare.errors import UsageError
from policycompare.tokens import Tokenizer
from policycompare.tokens.engines import open_engine
from policycompare.tokens.wordlists import MAX_FREQUENCY, read_policy_dictionary

ROOT = Path(__file__).parents[1]
TEXTS = {path.stem: path.read_bytes().decode("utf-8") for path in (ROOT / "corpus").glob("*.txt")}
USER_WORDS = ("精致城市", "的发", "5G基站", "A股上市", "C++", "制造2025", "威海英才计划", "〇号")
pytest.importorskip("rjieba")


@pytest.fixture(scope="session")
def user_dictionary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("words") / "user.txt"
    path.write_text("\n".join([*USER_WORDS, "新旧动能 7", "智能 900000"]), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def engines(user_dictionary: Path) -> tuple[Tokenizer, Tokenizer]:
    return (
        Tokenizer(engine="jieba", user_dictionary=user_dictionary),
        Tokenizer(engine="rjieba", user_dictionary=user_dictionary),
    )


@cache
def plain() -> Tokenizer:
    return Tokenizer()


phrases = sorted(
    {part for text in TEXTS.values() for part in re.findall(r"[^,。;:!?\s]{2,}", text)}
)
pieces = st.one_of(
    st.sampled_from(phrases),
    st.sampled_from(sorted(read_policy_dictionary())),
    st.sampled_from(USER_WORDS),
    st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=6),
    st.text("0123456789.%+-_#&abcXYZ5Gg", max_size=6),
    st.text(max_size=4),
)


@given(st.lists(pieces, max_size=12).map("".join))
@example("2023-2025年A股5G基站3.5万座,C++与R&D")
@example("㐀〇𠀀龦鿕鿖鿿")
@settings(max_examples=300, deadline=None)
def test_tokens_engines_agree_on_mixed_text(
    engines: tuple[Tokenizer, Tokenizer], text: str
) -> None:
    jieba, rjieba = engines
    assert jieba.cut(text) == rjieba.cut(text)
    assert jieba.words(text) == rjieba.words(text)
    assert "".join(rjieba.cut(text)) == text


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_tokens_engines_agree_on_the_corpus(
    engines: tuple[Tokenizer, Tokenizer], name: str
) -> None:
    jieba, rjieba = engines
    tokens = rjieba.cut(TEXTS[name])
    assert jieba.cut(TEXTS[name]) == tokens
    assert "".join(tokens) == TEXTS[name]
    assert len(tokens) > 1000


def test_tokens_auto_takes_rjieba_where_it_is_installed() -> None:
    assert Tokenizer().engine == "rjieba"


def test_tokens_auto_falls_back_to_jieba(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rjieba", None)
    assert Tokenizer().engine == "jieba"


def test_tokens_missing_rjieba_names_the_install_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rjieba", None)
    with pytest.raises(UsageError, match=r"rjieba is not installed; run pip install 'policycomp"):
        Tokenizer(engine="rjieba")


def test_tokens_unknown_engine_is_refused() -> None:
    with pytest.raises(UsageError, match="'mecab' is not known; choose auto, jieba or rjieba"):
        Tokenizer(engine="mecab")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("建成5G基站3.5万座", ["建成", "5G基站", "3.5", "万座"]),
        ("15G基站", ["15G", "基站"]),
        ("投资A股上市C++", ["投资", "A股上市", "C++"]),
        ("BA股上市", ["BA", "股上市"]),
        ("制造2025年", ["制造2025", "年"]),
        ("制造20256", ["制造", "20256"]),
        ("支持精致城市发展", ["支持", "精致城市", "发展"]),
    ],
)
def test_tokens_user_words_are_kept_whole(
    engines: tuple[Tokenizer, Tokenizer], text: str, expected: list[str]
) -> None:
    assert [tokenizer.cut(text) for tokenizer in engines] == [expected, expected]


def test_tokens_user_frequency_decides_between_words(tmp_path: Path) -> None:
    text = "的发展"
    rare, common = tmp_path / "rare.txt", tmp_path / "common.txt"
    rare.write_text("的发 1", encoding="utf-8")
    common.write_text(f"的发 {MAX_FREQUENCY} n", encoding="utf-8-sig")
    assert Tokenizer(user_dictionary=rare).cut(text) == ["的", "发展"]
    assert Tokenizer(user_dictionary=common).cut(text) == ["的发", "展"]


def test_tokens_words_leave_out_stop_words_numbers_and_punctuation() -> None:
    text = "力争到2025年,GDP增长3.5%,推动三十亿“链主”企业的智能制造。"
    assert plain().words(text) == ["gdp", "增长", "链主", "企业", "智能制造", "智能", "制造"]


def test_tokens_words_add_the_parts_of_terms() -> None:
    assert "数字" in plain().words("数字经济")
    assert plain().words("数字经济")[0] == "数字经济"
    assert plain().cut("数字经济") == ["数字经济"]


def test_tokens_words_add_the_parts_of_mixed_user_words(
    engines: tuple[Tokenizer, Tokenizer],
) -> None:
    assert engines[0].words("5G基站") == ["5g基站", "5g", "基站"]


def test_tokens_user_stop_list_adds_to_the_shipped_one(tmp_path: Path) -> None:
    path = tmp_path / "stop.txt"
    path.write_text("# mine\n企业\nGDP\n\n", encoding="utf-8")
    tokenizer = Tokenizer(stop_list=path)
    assert tokenizer.words("推动企业GDP提升") == ["提升"]
    assert plain().words("推动企业GDP提升") == ["企业", "gdp", "提升"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xb5\xc4", r"user dictionary .*list\.txt is not UTF-8 at byte 0, but it must be"),
        ("好\n坏 x".encode(), r"Line 2 of the user dictionary .*list\.txt is '坏 x', but a line"),
        ("甲 1 n 乙".encode(), r"Line 1 .* is '甲 1 n 乙', but a line is a word and"),
        ("甲 ²".encode(), r"Line 1 .* is '甲 ²', but a line is a word and"),
        ("甲 -3".encode(), r"Line 1 .* is '甲 -3', but a line is a word and"),
        ("# 注\n\n甲 0".encode(), r"Line 3 .* gives the frequency 0, but it lies between 1 and"),
        (("甲 " + "9" * 5000).encode(), r"Line 1 .* gives the frequency 9{40}, but it lies"),
    ],
)
def test_tokens_bad_user_dictionary_names_the_line(
    tmp_path: Path, content: bytes, message: str
) -> None:
    path = tmp_path / "list.txt"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=message):
        Tokenizer(user_dictionary=path)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("的\n推动 加快".encode(), r"Line 2 of the stop list .* is '推动 加快', but a line is one"),
        ("的".encode("utf-16"), r"stop list .* is not UTF-8 at byte 0"),
    ],
)
def test_tokens_bad_stop_list_names_the_line(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "list.txt"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=message):
        Tokenizer(stop_list=path)


@pytest.mark.parametrize("option", ["user_dictionary", "stop_list"])
def test_tokens_missing_list_is_an_error(tmp_path: Path, option: str) -> None:
    open_it: Callable[..., Tokenizer] = Tokenizer
    with pytest.raises(UsageError, match=r"none\.txt cannot be read \(No such file or directory\)"):
        open_it(**{option: tmp_path / "none.txt"})


def test_tokens_share_no_state(user_dictionary: Path) -> None:
    before = plain().cut("精致城市")
    Tokenizer(user_dictionary=user_dictionary)
    assert plain().cut("精致城市") == before == ["精致", "城市"]
    import jieba

    Tokenizer(user_dictionary=user_dictionary, engine="jieba")
    assert "精致城市" not in jieba.dt.FREQ


def test_tokens_copies_and_pickles_cut_alike(user_dictionary: Path) -> None:
    tokenizer = Tokenizer(user_dictionary=user_dictionary)
    assert copy.deepcopy(tokenizer) is tokenizer
    restored = pickle.loads(pickle.dumps(tokenizer))
    assert (
        restored.cut("5G基站精致城市") == tokenizer.cut("5G基站精致城市") == ["5G基站", "精致城市"]
    )
    assert repr(restored) == repr(tokenizer)


def _run_jieba(home: Path) -> subprocess.CompletedProcess[str]:
    code = (
        "from policycompare.tokens import Tokenizer as T; print(T(engine='jieba').cut('智改数转'))"
    )
    environment = {**os.environ, "XDG_CACHE_HOME": str(home), "TMPDIR": str(home / "tmp")}
    return subprocess.run(
        [sys.executable, "-W", "always", "-c", code],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )


@pytest.mark.skipif(sys.platform != "linux", reason="the cache folder is set by XDG_CACHE_HOME")
def test_tokens_jieba_is_silent_and_caches_in_the_users_folder(tmp_path: Path) -> None:
    (tmp_path / "tmp").mkdir()
    result = _run_jieba(tmp_path)
    assert (result.stdout, result.stderr) == ("['智改数转']\n", "")
    folder = tmp_path / "policycompare"
    assert [path.suffix for path in folder.iterdir()] == [".json"]
    assert folder.stat().st_mode & 0o077 == 0
    assert list((tmp_path / "tmp").iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="the cache folder is set by XDG_CACHE_HOME")
def test_tokens_jieba_works_without_a_cache_folder(tmp_path: Path) -> None:
    (tmp_path / "policycompare").write_text("a file where the folder should be")
    (tmp_path / "tmp").mkdir()
    result = _run_jieba(tmp_path)
    assert (result.stdout, result.stderr) == ("['智改数转']\n", "")


def test_tokens_jieba_logger_keeps_its_level() -> None:
    open_engine("jieba")
    level = logging.getLogger("jieba").level
    logging.getLogger("jieba").setLevel(logging.INFO)
    try:
        open_engine("jieba")
        assert logging.getLogger("jieba").level == logging.INFO
    finally:
        logging.getLogger("jieba").setLevel(level)
