"""What is built: a small wheel, a whole source distribution, and pages that link to where the project is."""

import json
import os
import re
import subprocess
import sys
import tarfile
import zipfile
from email import message_from_bytes
from email.message import Message
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
HOME = "https://files.example/swapproto"
MOST_BYTES = 2**20


def build(kind: str, folder: Path, **environment: str) -> Path:
    inherited = {name: value for name, value in os.environ.items() if name != "SWAPPROTO_FILES"}
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, env=inherited | environment, check=True, capture_output=True, timeout=120)
    (built,) = folder.iterdir()
    return built


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", tmp_path_factory.mktemp("wheel"), SWAPPROTO_FILES=HOME)


def metadata(wheel: Path) -> Message:
    with zipfile.ZipFile(wheel) as files:
        (name,) = (name for name in files.namelist() if name.endswith("/METADATA"))
        return message_from_bytes(files.read(name))


def links(text: str) -> list[str]:
    return re.findall(r"\]\(([^)]+)\)", text)


def test_a_wheel_is_small_and_holds_what_runs(wheel: Path) -> None:
    assert wheel.stat().st_size < MOST_BYTES
    names = zipfile.ZipFile(wheel).namelist()
    assert [name for name in names if "vectors" in name] == []
    for needed in (
        "py.typed",
        "wording/en.json",
        "wording/ar.json",
        "tables/profiles/detainee.json",
        "conformance/runner.py",
    ):
        assert f"swapproto/{needed}" in names


def test_json_says_in_a_wheel_what_it_says_here(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as files:
        found = {name: files.read(name).decode() for name in files.namelist() if name.endswith(".json")}
    here = {path.relative_to(ROOT / "src").as_posix(): path for path in (ROOT / "src").rglob("*.json")}
    assert {name: json.loads(text) for name, text in found.items()} == {
        name: json.loads(path.read_text("utf-8")) for name, path in here.items()
    }
    assert not any("\n" in text for text in found.values())


def test_the_page_of_a_release_links_to_where_the_project_is(wheel: Path) -> None:
    found = metadata(wheel)
    urls = dict(url.split(", ") for url in found.get_all("Project-URL", []))
    text = str(found.get_payload())
    assert {"Source", "Documentation", "Specification", "Changelog", "Security"} == set(urls)
    for target in (*urls.values(), *links(text)):
        assert target.startswith("https://")
        path = target.removeprefix(HOME).lstrip("/")
        assert path == target or (ROOT / path).exists()
    assert f"{HOME}/spec/swapproto.md" in links(text)


def test_without_an_address_no_link_leads_nowhere(tmp_path: Path) -> None:
    found = metadata(build("wheel", tmp_path))
    assert found.get_all("Project-URL") is None
    assert links(str(found.get_payload())) == []


def test_the_source_distribution_holds_the_vectors_and_what_tests_need(tmp_path: Path) -> None:
    with tarfile.open(build("sdist", tmp_path)) as files:
        names = {name.partition("/")[2] for name in files.getnames()}
    for needed in (
        "spec/vectors/tree/00-leaves.json",
        "spec/reference.py",
        "Makefile",
        "hatch_build.py",
        "tests/making.py",
    ):
        assert needed in names, needed
    assert len([name for name in names if name.startswith("spec/vectors/")]) > 600


def test_an_installed_conformance_says_where_the_cases_are(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path)
    command = [sys.executable, "-m", "swapproto.conformance"]
    runner = [sys.executable, "-m", "swapproto.conformance.runner"]
    environment = os.environ | {"PYTHONPATH": str(tmp_path)}

    def run(*options: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [*command, *options, *runner],
            cwd=tmp_path,
            env=environment,
            check=False,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
        )

    alone = run()
    assert (alone.returncode, alone.stdout) == (2, "")
    assert "source distribution of the same version" in alone.stderr
    (tree := tmp_path / "cases" / "tree").mkdir(parents=True)
    for case in (ROOT / "spec" / "vectors" / "tree").iterdir():
        (tree / case.name).write_bytes(case.read_bytes())
    named = run("--vectors", str(tree.parent), "--examples", "1")
    assert named.returncode == 0, named.stdout + named.stderr
