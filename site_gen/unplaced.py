"""What an import could not place: the file beside the sources that holds it, and the warning for each text in it."""

from collections.abc import Iterator

from site_gen.problem import Problem, Span, warning
from site_gen.source import Mapping, Node, Scalar, Sequence, brief

UNPLACED = "未配置.yaml"  # not part of any form, never published
REPORT = "import-report.json"

_KEY, _TEXT = "未配置", "文"


def problems(root: Node | None, shown: str) -> Iterator[Problem]:
    """A warning for each text that still waits to be moved to its item."""
    texts = [node for key, node in root.entries if key.text == _KEY] if isinstance(root, Mapping) else []
    waiting = [one for node in texts if isinstance(node, Sequence) for one in node.items if isinstance(one, Mapping)]
    for one in waiting:
        text = next((value for key, value in one.entries if key.text == _TEXT and isinstance(value, Scalar)), None)
        if text is not None:
            yield warning(text.span, "unplaced-text", f"どの項目にも置かれていない文「{brief(text.text)}」があります",
                          "このままでは公開されるサイトに載りません。正しい項目に移し、ここからは消してください")
    if not waiting:
        yield warning(Span(shown), "stray-file", f"「{UNPLACED}」に文が残っていません", "このファイルを消してください")
