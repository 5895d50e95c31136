"""A Debian 13 tree with Monado in it, made once and kept, for machines that are not Debian 13.

Debian 12 has no Monado, and its Mesa lacks the image sharing that Monado needs. `ready()` gives a
`Debian13` whose `command()` turns a command into one that runs inside the tree. Run as a program
(`python -m tests.xr.debian13`) it prepares the tree and says where it lies.

Every command runs in a mount namespace of its own, so its mounts vanish with it, however it ends.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import platform
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
PACKAGES = (
    *(CHECKOUT / "tools/debian-packages.txt").read_text().split(),
    "libopenxr-loader1",
    "libopenxr1-monado",
    "mesa-vulkan-drivers",
    "monado-service",
    "python3",
    "xvfb",
)
# Nothing in the tree is precious: no syncing to disk, no manuals, no translations.
DPKG_SETTINGS = """force-unsafe-io
path-exclude=/usr/share/doc/*
path-exclude=/usr/share/man/*
path-exclude=/usr/share/locale/*
"""
APT_INSTALL = "apt-get -q update && apt-get -qy --no-install-recommends install"
MOUNT_POINTS = ("cache", "checkout", "lab", "site")
PYTHON = "3.13"


class PreparationError(RuntimeError):
    """The tree could not be prepared; the message says what is missing."""


@dataclass(frozen=True)
class Debian13:
    """A place to run Monado and the program: a kept tree, or this machine itself (`root` is /)."""

    root: Path
    site: Path
    """Python packages of constraints.txt for the tree's own Python."""
    cache: Path
    """What the programs in it may keep from one run to the next."""

    def command(
        self, command: Sequence[str], lab: Path, environment: Mapping[str, str]
    ) -> list[str]:
        """Return the host command that runs `command` in the tree, with nothing else inherited.

        The checkout is at /checkout and the packages at /site, both read-only; `lab` is at /lab,
        its `tmp` at /tmp, and what may be kept at /cache. The process id is the command's own, so
        signals reach it directly.
        """
        variables = [f"{name}={value}" for name, value in environment.items()]
        inside = f"""
            set -e
            mount --bind {q(self.root)} {q(self.root)}
            mount -o remount,bind,ro {q(self.root)}
            cd {q(self.root)}
            mount --bind -o ro {q(CHECKOUT)} checkout
            mount --bind -o ro {q(self.site)} site
            mount --bind {q(self.cache)} cache
            mount --bind {q(lab)} lab
            mount --bind {q(lab / "tmp")} tmp
            mount -t proc proc proc
            mount --rbind /dev dev
            mount --rbind /sys sys
            exec chroot {q(self.root)} env -i {shlex.join(variables)} {shlex.join(command)}
        """
        return ["unshare", "--mount", "--propagation", "private", "sh", "-c", inside]


def q(path: Path) -> str:
    """Return a path quoted for the shell."""
    return shlex.quote(str(path))


def ready() -> Debian13:
    """Return the tree, made first when it is not in the cache (two minutes, 1 GB).

    Raises PreparationError where it cannot be made, with the remedy.
    """
    if os.geteuid() != 0:
        raise PreparationError("the headset tests use chroot: run them as root (sudo ./test)")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "cupola"
    cache.mkdir(parents=True, exist_ok=True)
    with locked(cache / "trixie.lock"):
        root = kept(cache, "trixie", root_key(), build_root)
        site = kept(cache, "site", site_key(), build_site)
    kept_by_programs = cache / "inside"
    kept_by_programs.mkdir(exist_ok=True)
    return Debian13(root, site, kept_by_programs)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold an exclusive lock on a file, so that two test runs do not build the same tree."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def kept(cache: Path, name: str, key: str, build: Callable[[Path], None]) -> Path:
    """Return the cached folder `name-key`; build it under another name, then rename it.

    A build that stopped half-way is thrown away, and so are folders of older recipes.
    """
    wanted = cache / f"{name}-{key}"
    if not wanted.is_dir():
        partial = cache / f"{name}-{key}.partial"
        shutil.rmtree(partial, ignore_errors=True)
        build(partial)
        for old in cache.glob(f"{name}-*"):
            if old != partial:
                shutil.rmtree(old, ignore_errors=True)
        partial.rename(wanted)
    return wanted


def digest(*parts: str) -> str:
    """Return a short hash of some texts."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def root_key() -> str:
    """Return the key of the recipe for the tree."""
    return digest(" ".join(PACKAGES), DPKG_SETTINGS, APT_INSTALL, " ".join(MOUNT_POINTS))


def site_key() -> str:
    """Return the key of the recipe for the Python packages."""
    texts = [(CHECKOUT / name).read_text() for name in ("constraints.txt", "pyproject.toml")]
    return digest(*texts, PYTHON, platform.machine())


def build_root(root: Path) -> None:
    """Make the tree with debootstrap and apt, from where the machine's own apt takes Debian."""
    if shutil.which("debootstrap") is None:
        raise PreparationError("debootstrap is missing: apt-get install debootstrap")
    say(f"Making a Debian 13 tree with Monado in {root.parent} (once, some minutes)")
    proxy = apt_value("Acquire::http::Proxy")
    environment = os.environ | ({"http_proxy": proxy} if proxy else {})
    isolated = ["unshare", "--mount", "--propagation", "private"]
    mirror = debian_mirror()
    run([*isolated, "debootstrap", "--variant=minbase", "trixie", str(root), *mirror], environment)
    for point in MOUNT_POINTS:
        (root / point).mkdir()
    (root / "etc/dpkg/dpkg.cfg.d/cupola").write_text(DPKG_SETTINGS)
    lent = lend_settings(root)
    inside = f"""
        set -e
        mount -t proc proc {q(root / "proc")}
        mount --rbind /dev {q(root / "dev")}
        export DEBIAN_FRONTEND=noninteractive
        chroot {q(root)} sh -c {shlex.quote(f"{APT_INSTALL} {' '.join(PACKAGES)}")}
    """
    run([*isolated, "sh", "-c", inside], environment)
    for file in lent:
        file.unlink()
    shutil.rmtree(root / "var/cache/apt", ignore_errors=True)
    shutil.rmtree(root / "var/lib/apt/lists", ignore_errors=True)


def debian_mirror() -> list[str]:
    """Return the address this machine takes Debian from, or nothing: then debootstrap's own."""
    found = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(LABEL) $(REPO_URI)", "Created-By: Packages"],
        capture_output=True,
        text=True,
        check=False,
    )
    rows = [line.split() for line in found.stdout.splitlines()]
    return [row[1] for row in rows if len(row) == 2 and row[0] == "Debian"][:1]


def apt_value(key: str) -> str:
    """Return one value of the machine's apt configuration, empty where it is not set."""
    found = subprocess.run(
        ["apt-config", "shell", "VALUE", key], capture_output=True, text=True, check=False
    )
    words = shlex.split(found.stdout)
    return words[0].removeprefix("VALUE=") if words else ""


def lend_settings(root: Path) -> list[Path]:
    """Put the machine's network settings into the tree; return the files, to be taken out after.

    These are apt's `Acquire` options (proxy, certificates, date checks), the names of hosts and the
    certificates the machine trusts.
    """
    dump = subprocess.run(["apt-config", "dump"], capture_output=True, text=True, check=True)
    wanted = ("Acquire::http", "Acquire::https", "Acquire::Check", "Acquire::Retries")
    options = [line for line in dump.stdout.splitlines() if line.startswith(wanted)]
    settings = root / "etc/apt/apt.conf.d/99lent"
    settings.write_text("\n".join([*options, 'Acquire::Languages "none";', ""]))
    lent = [settings]
    for name in ("etc/resolv.conf", "etc/hosts", "etc/ssl/certs/ca-certificates.crt"):
        if Path("/", name).exists():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(Path("/", name), root / name)
            lent.append(root / name)
    return lent


def build_site(site: Path) -> None:
    """Install constraints.txt for the tree's Python, with the machine's own uv and its settings."""
    uv = CHECKOUT / ".venv/bin/uv"
    if not uv.exists():
        raise PreparationError("uv is missing from .venv: run ./test")
    say(f"Installing the Python {PYTHON} packages of constraints.txt for the Debian 13 tree")
    options = ["--python-version", PYTHON, "--only-binary=:all:", "--target", str(site)]
    wanted = ["-c", str(CHECKOUT / "constraints.txt"), "-r", str(CHECKOUT / "pyproject.toml")]
    wanted += ["--extra", "kiosk"]
    run([str(uv), "pip", "install", *options, *wanted], os.environ)


def run(command: Sequence[str], environment: Mapping[str, str]) -> None:
    """Run a step of the preparation; its output is shown only when it fails."""
    done = subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    if done.returncode != 0:
        tail = done.stdout.decode(errors="replace")[-4000:]
        raise PreparationError(f"{command[0]} ended with {done.returncode}:\n{tail}")


def say(text: str) -> None:
    """Tell the person who waits, on standard error."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        tree = ready()
    except PreparationError as problem:
        sys.exit(f"Cannot prepare Debian 13: {problem}")
    print(tree.root)
