"""Processes on a core of their own, ended by their own pid: servers, and an Assay on a fresh data folder."""

import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("ASSAY_BUILD", ROOT / "build" / "bench"))
SERVER_CORE, LOAD_CORE = "0", "1"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A child process pinned to one core; ended by its own pid."""

    def __init__(self, command, ready, core=SERVER_CORE, env=None):
        """`ready`: an address that answers once the server is ready, or a function that says so."""
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            ["taskset", "-c", core, *map(str, command)],
            env={**os.environ, **(env or {})}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        self.ready_after = self._wait_for(ready)

    def _wait_for(self, ready):
        while time.monotonic() - self.started < 20:
            if self.process.poll() is not None:
                raise SystemExit(f"a server ended at start with code {self.process.returncode}")
            try:
                if ready() if callable(ready) else urllib.request.urlopen(ready, timeout=1).read():
                    return time.monotonic() - self.started
            except OSError:
                pass
            time.sleep(0.001)
        raise SystemExit(f"not ready in time: {' '.join(map(str, self.process.args))}")

    def pids(self):
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return [pid, *map(int, children)]

    def cpu_seconds(self):
        total = 0
        for pid in self.pids():
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            total += int(fields[11]) + int(fields[12])
        return total / os.sysconf("SC_CLK_TCK")

    def pss_megabytes(self):
        total = 0
        for pid in self.pids():
            total += int(re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M).group(1))
        return total / 1024

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class PeakMemory:
    """The most memory of a server, looked at twenty times a second until `stop`."""

    def __init__(self, server):
        self.server, self.most, self.ended = server, 0, threading.Event()
        self.thread = threading.Thread(target=self._watch)
        self.thread.start()

    def _watch(self):
        while not self.ended.wait(0.05):
            self.most = max(self.most, self.server.pss_megabytes())

    def stop(self):
        self.ended.set()
        self.thread.join()
        return self.most


def assay(data, port, *arguments):
    return [BUILD / "assay", "serve", "--listen", f"127.0.0.1:{port}", "--data", data, *arguments]


class Sandbox:
    """A fresh data folder and an Assay on it, gone afterwards."""

    def __init__(self, *arguments, env=None):
        self.folder = tempfile.mkdtemp(prefix="assay-bench-", dir=BUILD)
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        clean = {name: "" for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "RATE_LIMIT_PER_HOUR")}
        self.server = Server(assay(self.folder + "/data", self.port, *arguments), f"{self.base}/api/health", env={**clean, **(env or {})})

    def __enter__(self):
        return self

    def __exit__(self, *details):
        self.server.__exit__(*details)
        shutil.rmtree(self.folder, ignore_errors=True)
