"""A built folder and a target in, the site on the target out: a plan first, then the transfer, looked at afterwards."""

from pathlib import Path

from site_gen.publish.archive import name as archive_name
from site_gen.publish.archive import write as write_archive
from site_gen.publish.lock import Run, new_run
from site_gen.publish.manifest import Manifest, size, visible
from site_gen.publish.manifest import of as manifest_of
from site_gen.publish.plan import Plan, plan
from site_gen.publish.public import Change, changes, newest_day
from site_gen.publish.record import Remembered, State
from site_gen.publish.record import read as remembered
from site_gen.publish.release import Verdict, back, forget, publish, refuse, verify
from site_gen.publish.shown import Why, begun, not_as_published
from site_gen.publish.shown import lines as shown
from site_gen.publish.store import Folder, Refusal, Store
from site_gen.publish.transfer import Server, secrets
from site_gen.targets import Target

__all__ = [
    "Change", "Manifest", "Plan", "Refusal", "Remembered", "Run", "State", "Store", "Verdict", "Why", "archive_name", "back", "begun",
    "changes", "forget", "manifest_of", "new_run", "newest_day", "not_as_published", "plan", "publish", "refuse", "remembered", "shown", "size",
    "store", "verify", "visible", "write_archive",
]


def store(target: Target) -> Store:
    """The place that `target` names; secrets come from the environment. Raises Refusal when it cannot be reached at all."""
    if target.kind == "folder":
        return Folder(Path(target.folder).expanduser())
    return Server(target, secrets(target))
