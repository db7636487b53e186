"""Where the project is found, in the metadata of a built distribution; and JSON without spaces, in a wheel.

Nothing in the repository says at which address it is published. Whoever builds a release sets ``SWAPPROTO_FILES`` to
the address below which its files are shown (RELEASE.md). Then the links of the README are absolute, and the package
names its pages. Without it, links to files become the names of these files.
"""

import json
import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

_LINK = re.compile(r"\[([^\]]+)\]\((?![a-z]+:|#)([^)]+)\)")
_PAGES = {
    "Documentation": "docs/index.md",
    "Specification": "spec/swapproto.md",
    "Changelog": "CHANGELOG.md",
    "Security": "SECURITY.md",
}


class CustomMetadataHook(MetadataHookInterface):
    """The hook that hatchling calls for the fields that ``pyproject.toml`` calls dynamic."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Set the readme and the URLs."""
        home = os.environ.get("SWAPPROTO_FILES", "").rstrip("/")
        text = Path(self.root, "README.md").read_text("utf-8")
        metadata["readme"] = {"content-type": "text/markdown", "text": for_an_index(text, home)}
        metadata["urls"] = {"Source": home} | {name: f"{home}/{page}" for name, page in _PAGES.items()} if home else {}


def for_an_index(readme: str, home: str) -> str:
    """Return the README with links that work outside of the repository."""
    return _LINK.sub(lambda link: f"[{link[1]}]({home}/{link[2]})" if home else f"{link[1]} (`{link[2]}`)", readme)


class CustomBuildHook(BuildHookInterface[Any]):
    """The hook that hatchling calls for a wheel: the files in JSON go into it without line ends and indentation."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name the files that stand for others."""
        source = Path(self.root, "src")
        self._folder = tempfile.mkdtemp()
        for number, path in enumerate(sorted(source.rglob("*.json")) if version != "editable" else ()):
            packed = Path(self._folder, str(number))
            text = json.dumps(json.loads(path.read_text("utf-8")), ensure_ascii=False, separators=(",", ":"))
            packed.write_text(text, "utf-8")
            build_data["force_include"][str(packed)] = path.relative_to(source).as_posix()

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove them."""
        shutil.rmtree(self._folder)
