"""Another program that reads and writes workbooks, where it is installed."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def office(tmp_path: Path) -> Callable[[str, bytes, str], bytes]:
    """Another program's conversion of a file into another format."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice (soffice) is not installed")

    def convert(name: str, data: bytes, to: str, *options: str) -> bytes:
        (tmp_path / name).write_bytes(data)
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        words = [soffice, profile, "--headless", "--convert-to", to, *options, "--outdir", "out", name]
        subprocess.run(words, cwd=tmp_path, capture_output=True, timeout=120, check=True)
        return (tmp_path / "out" / name).with_suffix("." + to.partition(":")[0]).read_bytes()

    return convert
