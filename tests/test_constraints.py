"""What ./run and ./test install is what somebody chose: exact versions, known by their hashes."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PINNED = (ROOT / "constraints.txt").read_text()


def name(requirement):
    return re.split(r"[^A-Za-z0-9._-]", requirement.strip())[0].lower().replace("_", "-")


def test_everything_that_pyproject_asks_for_is_pinned():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = project["project"]["dependencies"] + project["build-system"]["requires"]
    for extra in project["project"]["optional-dependencies"].values():
        wanted += extra
    pinned = {name(line) for line in PINNED.splitlines() if re.match(r"[a-z]", line)}
    assert {name(requirement) for requirement in wanted} - pinned == set()


def test_every_pin_is_one_version_with_its_hashes():
    blocks = re.split(r"\n(?=[a-z])", re.sub(r"^#.*\n", "", PINNED, flags=re.MULTILINE))
    assert len(blocks) > 30
    for block in blocks:
        assert re.match(r"[a-z0-9._-]+==[0-9a-z.!+]+( ; .*)? \\\n", block), block
        assert "--hash=sha256:" in block


def test_no_pin_carries_an_address():
    assert "://" not in PINNED
