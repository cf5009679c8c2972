"""What the server costs by itself: starting, reading, submitting, with and without keys, and one static review."""

import contextlib
import json
import statistics
import subprocess
import time
import urllib.request
from pathlib import Path

from .load import call, finish, measure_raw, rate
from .processes import BUILD, LOAD_CORE, Sandbox, Server, free_port

SAMPLE = "".join(
    f"""
def handler_{i}(request, db):
    name = request.args["name"]
    rows = db.execute("select * from users where name = '%s'" % name)
    total = 0
    for row in rows:
        total += row.amount
    return total / len(rows)
"""
    for i in range(6)
)


def row_get(options):
    with Sandbox("--http-threads", "1") as box:
        submitted = call(f"{box.base}/api/reviews", {"language": "python", "code": SAMPLE})
        finish(box.base, submitted["id"])
        with urllib.request.urlopen(f"{box.base}/api/reviews/{submitted['id']}") as answer:
            size = len(answer.read())
        mine = rate(box.server, f"{box.base}/api/reviews/{submitted['id']}", options.seconds)
        health = rate(box.server, f"{box.base}/api/health", options.seconds)
    raw = measure_raw(options.seconds, size)
    raw_small = measure_raw(options.seconds, len('{"ok":true}'))
    return {
        "get_per_s": mine["per_s"], "get_cpu_us": mine["cpu_us"], "get_body_bytes": size, "raw_per_s": raw["per_s"],
        "raw_cpu_us": raw["cpu_us"], "get_ratio": mine["per_s"] / raw["per_s"], "health_per_s": health["per_s"],
        "health_cpu_us": health["cpu_us"], "raw_small_per_s": raw_small["per_s"], "health_ratio": health["per_s"] / raw_small["per_s"],
    }


def row_hit(options):
    with Sandbox("--http-threads", "1") as box:
        body = {"language": "python", "code": SAMPLE}
        finish(box.base, call(f"{box.base}/api/reviews", body)["id"])
        path = Path(box.folder) / "body.json"
        path.write_text(json.dumps(body))
        hit = rate(box.server, f"{box.base}/api/reviews", options.seconds, "post_same.lua", {"BENCH_BODY": str(path)})
    return {"post_hit_per_s": hit["per_s"], "post_hit_cpu_us": hit["cpu_us"]}


def row_keys(options):
    """The same two requests without access control and with a key, close together in time."""
    figures = {}
    for mode in ("off", "keys"):
        with Sandbox("--http-threads", "1", "--access", mode) as box:
            key = None
            if mode == "keys":
                made = subprocess.run([BUILD / "assay", "key", "create", "bench", "--data", box.folder + "/data"],
                                      capture_output=True, text=True, check=True)
                key = made.stdout.strip()
            body = {"language": "python", "code": SAMPLE}
            submitted = call(f"{box.base}/api/reviews", body, key=key)["id"]
            finish(box.base, submitted, key)
            path = Path(box.folder) / "body.json"
            path.write_text(json.dumps(body))
            figures[mode] = (
                rate(box.server, f"{box.base}/api/reviews/{submitted}", options.seconds, key=key),
                rate(box.server, f"{box.base}/api/reviews", options.seconds, "post_same.lua", {"BENCH_BODY": str(path)}, key),
            )
    (open_get, open_hit), (keys_get, keys_hit) = figures["off"], figures["keys"]
    return {
        "keys_get_cpu_us": keys_get["cpu_us"], "keys_get_ratio": keys_get["per_s"] / open_get["per_s"],
        "keys_get_cpu_ratio": open_get["cpu_us"] / keys_get["cpu_us"],
        "keys_hit_cpu_us": keys_hit["cpu_us"], "keys_hit_ratio": keys_hit["per_s"] / open_hit["per_s"],
        "keys_hit_cpu_ratio": open_hit["cpu_us"] / keys_hit["cpu_us"],
    }


@contextlib.contextmanager
def submissions_alone():
    """A server whose one job at a time waits for its model all the while: what is measured is submitting."""
    port = free_port()
    provider = f"http://127.0.0.1:{port}"
    fake = [BUILD / "tests" / "fakes" / "assay-fake-provider", "--listen", f"127.0.0.1:{port}", "--latency-ms", "100000"]
    env = {"OPENAI_API_KEY": "bench", "OPENAI_BASE_URL": f"{provider}/v1"}
    quick_end = ["--concurrency", "1", "--set", "worker.drain_grace=0s"]
    with Server(fake, f"{provider}/_fake/log", core=LOAD_CORE), \
            Sandbox("--reviewers", "llm", "--http-threads", "1", *quick_end, env=env) as box:
        call(f"{box.base}/api/reviews", {"language": "python", "code": "x = 1\n"})
        yield box


def row_new(options):
    with submissions_alone() as box:
        new = rate(box.server, f"{box.base}/api/reviews", options.seconds, "post_new.lua")
    return {"post_new_per_s": new["per_s"], "post_new_cpu_us": new["cpu_us"]}


def row_start(options):
    starts, idle = [], []
    for _ in range(5):
        with Sandbox() as box:
            starts.append(box.server.ready_after * 1000)
            time.sleep(0.5)
            idle.append(box.server.pss_megabytes())
    return {"start_ms": statistics.median(starts), "idle_mb": statistics.median(idle)}


def row_static(options):
    lines = (SAMPLE * 10).splitlines()[:300]
    with Sandbox() as box:
        finish(box.base, call(f"{box.base}/api/reviews", {"language": "python", "code": "x = 1\n"})["id"])
        runs = []
        for i in range(20):
            code = "\n".join([f"# {i}", *lines[1:]]) + "\n"
            review = finish(box.base, call(f"{box.base}/api/reviews", {"language": "python", "code": code})["id"])
            runs.append(review["timings"]["run_ms"])
    return {"static_300_lines_ms": statistics.median(runs)}
