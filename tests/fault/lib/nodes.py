"""Real processes for the failure tests of several nodes: Redis, MongoDB, the fake provider, servers and workers.

Every process is ended by its own pid, also when this program dies (setpriv --pdeathsig).
"""

import json
import os
import random
import signal
import socket
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
ASSAY = Path(os.environ.get("ASSAY_BINARY", ROOT / "build/release/assay"))
PROVIDER = Path(os.environ.get("ASSAY_FAKE_PROVIDER", ASSAY.parent / "tests/fakes/assay-fake-provider"))
MONGO = os.environ.get("ASSAY_MONGO_SERVER", "")

given_ports = set()
giving_ports = threading.Lock()


def free_port():
    """A port that this program was not given before, for one whose server is away must not go to another. It is below
    those that the kernel gives to connections: while a server is away, one of its own clients that tries again could
    otherwise be given that very port, connect to itself, and keep the server from coming back."""
    first_given = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    while True:
        port = random.randrange(10_000, min(first_given, 32_000))
        with socket.socket() as probe, giving_ports:
            if port in given_ports:
                continue
            try:
                probe.bind(("127.0.0.1", port))
                given_ports.add(port)
                return port
            except OSError:
                continue


def await_that(what, condition, seconds=30.0):
    """Waits on a condition; gives how long it took."""
    started = time.monotonic()
    while not condition():
        if time.monotonic() - started > seconds:
            raise SystemExit(f"after {seconds:.0f} s: not true that {what}")
        time.sleep(0.01)
    return time.monotonic() - started


def accepts(port):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
        return True
    except OSError:
        return False


def call(url, body=None, timeout=10):
    """The answer's status and its JSON; status 0 where there was none."""
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(url, data=data, headers={"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=timeout) as response:
            return response.status, json.loads(response.read())
    except urllib.error.HTTPError as error:
        text = error.read()
        return error.code, json.loads(text) if text.startswith(b"{") else {}
    except (OSError, ValueError):
        return 0, {}


class Process:
    """A child, its output in a file of its own."""

    def __init__(self, folder, name, command, env=None):
        self.name, self.log = name, Path(folder) / f"{name}.log"
        self.command = ["setpriv", "--pdeathsig", "KILL", *map(str, command)]
        self.env = {**os.environ, **(env or {})}
        self.child = None
        self.start()

    def start(self):
        with self.log.open("ab") as log:
            self.offset = log.tell()
            self.child = subprocess.Popen(self.command, stdout=log, stderr=log, env=self.env)

    def said(self):
        """What it has written since it was started last."""
        return self.log.read_bytes()[self.offset :].decode(errors="replace")

    def await_said(self, text, seconds=30.0):
        def there():
            if self.child.poll() is not None:
                raise SystemExit(f"{self.name} ended with code {self.child.returncode}:\n{self.said()}")
            return text in self.said()

        await_that(f"{self.name} says {text!r}", there, seconds)
        return self

    def send(self, number):
        self.child.send_signal(number)

    def end(self, number=signal.SIGTERM, seconds=40.0):
        """Gives the exit code; a process that does not end is killed, and that is an error."""
        if self.child.poll() is not None:
            return self.child.returncode
        self.child.send_signal(number)
        try:
            return self.child.wait(seconds)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()
            raise SystemExit(f"{self.name} did not end within {seconds:.0f} s of signal {number}") from None


class Cluster:
    """Redis, MongoDB and a provider, and any number of servers and workers on them."""

    def __init__(self, folder, latency_ms=40, redis_options=()):
        self.folder, self.processes = Path(folder), []
        self.redis_port, self.mongo_port = free_port(), free_port()
        self.redis_options = list(redis_options)
        self.redis = self._add("redis", self._redis_command())
        self.mongo = self._add("mongo", self._mongo_command())
        self.provider = self._add("provider", [PROVIDER, "--listen", "127.0.0.1:0", "--latency-ms", latency_ms])
        self.provider.await_said("http://")
        at = self.provider.said().index("http://")
        self.provider_url = self.provider.said()[at:].split()[0].rstrip("/.")
        await_that("redis takes connections", lambda: accepts(self.redis_port))
        await_that("mongo takes connections", lambda: accepts(self.mongo_port), 60)
        self.environment = {
            "REDIS_URL": f"redis://127.0.0.1:{self.redis_port}", "MONGODB_URI": f"mongodb://127.0.0.1:{self.mongo_port}/assay",
            "OPENAI_API_KEY": "test", "OPENAI_BASE_URL": f"{self.provider_url}/v1", "RATE_LIMIT_PER_HOUR": "",
        }
        self.apis, self.workers, self.urls = [], [], []

    def _redis_command(self):
        return ["redis-server", "--port", self.redis_port, "--bind", "127.0.0.1", "--dir", self.folder, "--save", "",
                *self.redis_options]

    def _mongo_command(self):
        data = self.folder / "mongo-data"
        data.mkdir(exist_ok=True)
        if Path(MONGO).name.startswith("mongod"):
            return [MONGO, "--port", self.mongo_port, "--dbpath", data, "--bind_ip", "127.0.0.1",
                    "--wiredTigerCacheSizeGB", "0.25"]
        return [MONGO, "--port", self.mongo_port, "--storage-path", data, "--host", "127.0.0.1", "--cache-size", "64M",
                "--log-level", "WARNING", "--sync-on-commit"]

    def _add(self, name, command, env=None):
        process = Process(self.folder, name, command, env)
        self.processes.append(process)
        return process

    def add_api(self, **environment):
        port = free_port()
        api = self._add(f"api{len(self.apis)}", [ASSAY, "serve", "--role", "api", "--listen", f"127.0.0.1:{port}"],
                        {**self.environment, **environment})
        api.await_said("Assay serves")
        self.apis.append(api)
        self.urls.append(f"http://127.0.0.1:{port}")
        return api

    def add_worker(self, concurrency=8, **environment):
        worker = self._add(f"worker{len(self.workers)}",
                           [ASSAY, "worker", "--concurrency", concurrency, "--reviewers", "llm"],
                           {**self.environment, **environment})
        worker.await_said("Assay works")
        self.workers.append(worker)
        return worker

    def restart(self, process):
        process.start()
        process.await_said("Assay serves" if process.name.startswith("api") else "Assay works")

    def model_calls(self):
        _, log = call(f"{self.provider_url}/_fake/log")
        return len([r for r in log["requests"] if r["path"].endswith("/chat/completions")])

    def redis_command(self, *words):
        return subprocess.run(["redis-cli", "-p", str(self.redis_port), *words], capture_output=True, text=True,
                              check=True).stdout.strip()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in reversed(self.processes):
            if process.child.poll() is None:
                process.send(signal.SIGCONT)
                process.child.kill()
                process.child.wait()


class Load:
    """Submits from several threads to servers of its choice; remembers each submission whose 202 was read."""

    def __init__(self, cluster, rng, codes=200, threads=4):
        self.cluster, self.rng, self.codes = cluster, rng, codes
        self.accepted, self.refused, self.unanswered, self.odd = {}, 0, 0, []
        self.unanswered_codes, self.refused_codes = set(), set()
        self.lock, self.ended = threading.Lock(), threading.Event()
        self.first_code = rng.randrange(10**6)
        self.threads = [threading.Thread(target=self._run, daemon=True) for _ in range(threads)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        for thread in self.threads:
            thread.join()

    def _run(self):
        while not self.ended.is_set():
            with self.lock:
                number = self.first_code + self.rng.randrange(self.codes)
                url = self.rng.choice(self.cluster.urls)
            code = f"def f{number}(xs):\n    return sum(xs) / len(xs)\n"
            status, answer = call(f"{url}/api/reviews", {"language": "python", "code": code})
            with self.lock:
                if status == 202:
                    self.accepted[answer["id"]] = code
                elif status == 503:
                    self.refused += 1
                    self.refused_codes.add(code)
                elif status == 0:
                    self.unanswered += 1
                    self.unanswered_codes.add(code)
                else:
                    self.odd.append((status, answer))
            if status != 202:
                self.ended.wait(0.05)

    def await_accepted(self, more, seconds=60.0):
        goal = len(self.accepted) + more
        return await_that(f"{more} more submissions are accepted", lambda: len(self.accepted) >= goal, seconds)


class Verdict:
    """What became of everything that was accepted."""

    def __init__(self, cluster, load, seconds=90.0):
        self.lost, self.failed, self.doubled = [], [], []
        signatures, started = {}, time.monotonic()
        deadline = started + seconds
        for number, (submission, code) in enumerate(load.accepted.items()):
            url = cluster.urls[number % len(cluster.urls)]
            while True:
                status, review = call(f"{url}/api/reviews/{submission}")
                if status == 404:
                    self.lost.append(submission)
                    break
                if status == 200 and review["status"] not in ("pending", "in_progress"):
                    break
                if time.monotonic() > deadline:
                    self.lost.append((submission, status, review.get("status")))
                    break
                time.sleep(0.02)
            if status != 200:
                continue
            if review["status"] != "completed":
                self.failed.append((submission, review["status"], review.get("error")))
                continue
            # Equal code is reviewed once: all its submissions must show the same review.
            signature = json.dumps([review["timings"], review["usage"], [i["id"] for i in review["issues"]]])
            if signatures.setdefault(code, signature) != signature:
                self.doubled.append((submission, signature, signatures[code]))
        self.took = time.monotonic() - started
        # Whether a submission without an answer was taken, nobody knows: it may be reviewed, too.
        self.codes = len(set(load.accepted.values()) | load.unanswered_codes)
        self.calls = cluster.model_calls()
