"""The load: single calls, wrk, and waiting for what was submitted."""

import json
import os
import re
import subprocess
import time
import urllib.request

from .processes import BUILD, LOAD_CORE, ROOT, Server, free_port

CONNECTIONS = 64


def call(url, body=None, method=None, key=None):
    request = urllib.request.Request(url, method=method, data=json.dumps(body).encode() if body is not None else None)
    if key:
        request.add_header("Authorization", f"Bearer {key}")
    if body is not None:
        request.add_header("Content-Type", "application/json")
    with urllib.request.urlopen(request, timeout=30) as response:
        return json.loads(response.read())


def finish(base, submission, key=None):
    """Waits on the review's own stream until it is terminal; gives the review."""
    fields = {"Authorization": f"Bearer {key}"} if key else {}
    request = urllib.request.Request(f"{base}/api/reviews/{submission}/stream", headers=fields)
    with urllib.request.urlopen(request, timeout=60) as stream:
        stream.read()
    return call(f"{base}/api/reviews/{submission}", key=key)


def wait_for_all(base, at_least):
    """Waits until `at_least` submissions are completed and none is unfinished; gives how many are completed. Asks for
    what is cheapest first: the CPU of its questions is counted with that of the jobs."""
    def completed():
        return call(f"{base}/api/stats")["total"]

    def unfinished():
        return any(call(f"{base}/api/reviews?status={s}&page_size=1")["total"] for s in ("pending", "in_progress"))

    deadline = time.monotonic() + 300
    while unfinished() or completed() < at_least:
        if time.monotonic() > deadline:
            raise SystemExit("the jobs do not end")
        time.sleep(0.02)
    return completed()


def wrk(url, seconds, script=None, env=None, key=None):
    command = ["taskset", "-c", LOAD_CORE, "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "20s", "--latency"]
    if key:
        command += ["-H", f"Authorization: Bearer {key}"]
    if script:
        command += ["-s", str(ROOT / "bench" / "wrk" / script)]
    text = subprocess.run([*command, url], capture_output=True, text=True, check=True,
                          env={**os.environ, **(env or {})}).stdout
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    if bad:
        raise SystemExit(f"{bad.group(1)} answers of {url} were no success: the figure would be false")
    errors = re.search(r"Socket errors:.*", text)
    if errors and not re.search(r"connect 0, read 0, write 0, timeout 0", errors.group(0)):
        raise SystemExit(f"{url}: {errors.group(0)}")
    requests = int(re.search(r"(\d+) requests in", text).group(1))
    if requests == 0:
        raise SystemExit(f"{url}: nothing was answered in {seconds} s; take more --seconds")
    return requests, float(re.search(r"Requests/sec:\s+([\d.]+)", text).group(1))


def rate(server, url, seconds, script=None, env=None, key=None):
    cpu = server.cpu_seconds()
    requests, per_second = wrk(url, seconds, script, env, key)
    return {"requests": requests, "per_s": per_second, "cpu_us": (server.cpu_seconds() - cpu) / requests * 1e6}


def measure_raw(seconds, body_bytes):
    port = free_port()
    url = f"http://127.0.0.1:{port}/"
    with Server([BUILD / "bench" / "raw_epoll", port, body_bytes], url) as server:
        return rate(server, url, seconds)


def run_jobs(box, seconds):
    """Posts new code for so long and waits for the jobs; gives how many there were, in what time, and the CPU seconds."""
    before = call(f"{box.base}/api/stats")["total"]
    cpu = box.server.cpu_seconds()
    started = time.monotonic()
    submitted, _ = wrk(f"{box.base}/api/reviews", seconds, "post_new.lua")
    # wrk does not count what it sent last and whose answer it did not await: those jobs end, too.
    total = wait_for_all(box.base, before + submitted) - before
    return total, time.monotonic() - started, box.server.cpu_seconds() - cpu
