"""What click itself says, in Japanese: usage, headings, mistakes in options and arguments.

Click looks its sentences up by gettext's functions and comes with no catalogue. Where to find a compiled one gettext
would have to be told by the environment of the whole process; so the names are replaced in click's own modules. A
sentence that only some versions of click (8.1 and later) have does no harm to the others; one that is not here stays
English.
"""

import gettext
import re
import sys
from collections.abc import Callable
from types import ModuleType

SENTENCES = {
    # help
    "Usage:": "使い方:",
    "Options": "オプション",
    "Positional arguments": "引数",
    "Show this message and exit.": "この説明を表示します。",
    "Show the version and exit.": "版を表示します。",
    "default: {default}": "既定: {default}",
    "env var: {var}": "環境変数: {var}",
    "required": "必須",
    "(dynamic)": "（そのつど決まります）",
    # mistakes
    "Error: {message}": "エラー: {message}",
    "Try '{command} {option}' for help.": "説明を読むには: {command} {option}",
    "Missing command.": "コマンドを書いてください。",
    "No such command {name!r}.": "「{name}」というコマンドはありません。",
    "No such option: {name}": "「{name}」というオプションはありません。",
    "No such option {name!r}.": "「{name}」というオプションはありません。",
    "Did you mean {possibility}?": "もしかして{possibility}ですか。",
    "(Did you mean one of: {possibilities}?)": "もしかして{possibilities}のどれかですか。",
    "(Possible options: {possibilities})": "もしかして{possibilities}のどれかですか。",
    "Missing argument": "書かれていない引数があります:",
    "Missing option": "書かれていないオプションがあります:",
    "Missing parameter": "書かれていない値があります:",
    "Missing {param_type}": "書かれていない値があります:",
    "Missing parameter: {param_name}": "書かれていない値があります: {param_name}",
    "Choose from:\n\t{choices}": "次のどれかを書いてください:\n\t{choices}",
    "Invalid value: {message}": "値が正しくありません: {message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} の値が正しくありません: {message}",
    "Option {name!r} requires an argument.": "オプション「{name}」には値が必要です。",
    "Option {name!r} requires {nargs} arguments.": "オプション「{name}」には値が{nargs}個必要です。",
    "Option {name!r} does not take a value.": "オプション「{name}」に値は書けません。",
    "Argument {name!r} takes {nargs} values.": "引数「{name}」には値が{nargs}個必要です。",
    "Got unexpected extra argument ({args})": "余分な引数があります: {args}",
    "Got unexpected extra arguments ({args})": "余分な引数があります: {args}",
    "{value!r} is not {choice}.": "「{value}」ではなく {choice} を書いてください。",
    "{value!r} is not one of {choices}.": "「{value}」ではなく、{choices} のどれかを書いてください。",
    "{value!r} is not a valid {number_type}.": "「{value}」は数として読めません。",
    "{value} is not in the range {range}.": "「{value}」は使えません。{range}の数を書いてください。",
    # files and folders
    "file": "ファイル",
    "directory": "フォルダー",
    "path": "場所",
    "File": "ファイル",
    "Directory": "フォルダー",
    "Path": "場所",
    "{name} {filename!r} does not exist.": "{name}「{filename}」がありません。",
    "{name} {filename!r} is a file.": "「{filename}」はフォルダーではなくファイルです。",
    "{name} {filename!r} is a directory.": "「{filename}」はファイルではなくフォルダーです。",
    "{name} {filename!r} is not readable.": "{name}「{filename}」を読む権限がありません。",
    "{name} {filename!r} is not writable.": "{name}「{filename}」に書く権限がありません。",
    "{name} {filename!r} is not executable.": "{name}「{filename}」を実行する権限がありません。",
    "Could not open file {filename!r}: {message}": "ファイル「{filename}」を開けません: {message}",
    "unknown error": "理由は分かりません",
    # the end
    "Aborted!": "中止しました。",
}


def speak_japanese(width: Callable[[str], int] = len) -> None:
    """Make click, wherever this process uses it, speak Japanese; call it before commands are declared.

    `width` is how many columns of a terminal a text takes, by which click lines up its lists.
    """
    for module in _modules_of_click():
        names = vars(module)
        for name, value in list(names.items()):
            if value is gettext.gettext:
                names[name] = _say
            elif value is gettext.ngettext:
                names[name] = _say_number
        if module.__name__ == "click.formatting" and "term_len" in names:
            names["term_len"] = width


def _modules_of_click() -> list[ModuleType]:
    return [module for name, module in list(sys.modules.items()) if name.split(".")[0] == "click"]


class _Sentence(str):
    """A sentence of ours, into which click fills names as Python quotes them and ranges as `0<=x<=65535`."""

    def format(self, *given: object, **named: object) -> str:
        return super().format(*given, **{name: _plain(value) if isinstance(value, str) else value for name, value in named.items()})


def _plain(text: str) -> str:
    """'check', 'schema' → 「check」「schema」; 0<=x<=65535 → 0 から 65535 まで."""
    bounds = re.fullmatch(r"(-?[\d.]+)<=x<=(-?[\d.]+)", text)
    if bounds:
        return f"{bounds[1]} から {bounds[2]} まで"
    names = r"'[^']*'"
    return re.sub(r"'([^']*)'(?:, )?", r"「\1」", text) if re.fullmatch(f"{names}(?:(?:, | / ){names})*", text) else text


def _say(message: str) -> str:
    return _Sentence(SENTENCES[message]) if message in SENTENCES else message


def _say_number(one: str, many: str, count: int) -> str:
    return _say(one if count == 1 else many)
