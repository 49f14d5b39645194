"""A throw-away PostgreSQL server for tests: a folder, a Unix socket, no network, gone afterwards."""

from __future__ import annotations

import glob
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SERVER_USER = "postgres"
_QUICK = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=400"


def binaries() -> Path | None:
    """The folder that holds initdb and pg_ctl, newest version first; None when no server is installed."""
    on_path = shutil.which("pg_ctl")
    folders = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=_version, reverse=True)
    found = [Path(on_path).resolve().parent] if on_path else []
    found += [Path(folder) for folder in folders]
    return next((each for each in found if (each / "initdb").exists()), None)


def _version(folder: str) -> float:
    return float(Path(folder).parent.name)


class Server:
    """One cluster of its own. The server refuses to run as root, so root hands it to another user."""

    def __init__(self, bin_folder: Path) -> None:
        self.bin = bin_folder
        self.folder = Path(tempfile.mkdtemp(prefix="sojourn-pg-"))
        self.running = False

    @property
    def url(self) -> str:
        """What DATABASE_URL should be: the socket's folder stands where a host would."""
        return f"postgres://{SERVER_USER}@{str(self.folder).replace('/', '%2F')}/postgres"

    def start(self, *, durable: bool = False) -> Server:
        """Make the cluster and start it; about two seconds. ``durable``: as a clinic runs it, for measuring."""
        if os.geteuid() == 0:
            shutil.chown(self.folder, _server_account())
        data = self.folder / "data"
        self._run(
            "initdb", "-N", "-A", "trust", "-E", "UTF8", "--locale=C", "-U", SERVER_USER, "-D", str(data)
        )
        options = f"-k {self.folder} -c listen_addresses='' {'' if durable else _QUICK}"
        log = str(self.folder / "log")
        self._run("pg_ctl", "-w", "-D", str(data), "-l", log, "-o", options, "start")
        self.running = True
        return self

    def stop(self) -> None:
        """Stop it and remove every file; a second call does nothing."""
        if self.running:
            self.running = False
            self._run("pg_ctl", "-w", "-m", "immediate", "-D", str(self.folder / "data"), "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *arguments: str) -> None:
        account = _server_account() if os.geteuid() == 0 else None
        subprocess.run(
            [str(self.bin / program), *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=self.folder,
            user=account,
            group=pwd.getpwnam(account).pw_gid if account else None,
        )


def _server_account() -> str:
    known = {entry.pw_name for entry in pwd.getpwall()}
    return SERVER_USER if SERVER_USER in known else "nobody"


if __name__ == "__main__":
    if binaries() is None:
        sys.exit(
            "PostgreSQL's server is not installed: its half of the tests is left out (`make system` installs it)."
        )
