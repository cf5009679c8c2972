"""The field's usual stack (bench/peer), Assay, and Assay on Redis and MongoDB, one after the other, under the same load.

Each system has core 0 to itself: the peer's API, its Celery worker and Redis; Assay alone; Assay's API, its worker and
Redis. On core 1 are the load, the fake provider and, since the peer's store costs it nothing, the MongoDB server of Assay.
"""

import contextlib
import json
import os
import re
import shutil
import socket
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from .load import call, rate, wrk
from .processes import BUILD, LOAD_CORE, ROOT, Sandbox, Server, free_port

PYTHON = "/usr/bin/python3"  # Debian's, which has Debian's FastAPI and Celery
CODE = "def f(values):\n    return sum(values) / len(values)\n" * 20


def answers(port):
    with contextlib.suppress(OSError):
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
        return True
    return False


@contextlib.contextmanager
def folder():
    path = tempfile.mkdtemp(prefix="peer-", dir=BUILD)
    yield Path(path)
    shutil.rmtree(path, ignore_errors=True)


@contextlib.contextmanager
def redis_and_model(data, reply=None):
    redis_port, model_port = free_port(), free_port()
    redis = ["redis-server", "--port", redis_port, "--bind", "127.0.0.1", "--dir", data, "--save", ""]
    model = [BUILD / "tests" / "fakes" / "assay-fake-provider", "--listen", f"127.0.0.1:{model_port}", "--latency-ms", "0"]
    if reply:
        (data / "reply.json").write_text(json.dumps(reply))
        model += ["--reply-file", data / "reply.json"]
    with Server(redis, lambda: answers(redis_port)) as store, Server(model, lambda: answers(model_port), core=LOAD_CORE):
        yield store, f"redis://127.0.0.1:{redis_port}/0", f"http://127.0.0.1:{model_port}/v1"


def wait_for_completed(base, at_least):
    deadline = time.monotonic() + 600
    while call(f"{base}/api/stats")["total"] < at_least:
        if time.monotonic() > deadline:
            raise SystemExit(f"the jobs of {base} do not end")
        time.sleep(0.02)


def mongo_commands(base):
    with urllib.request.urlopen(f"{base}/metrics") as answer:
        return sum(map(float, re.findall(r"^assay_mongodb_command_seconds_count\S* (\S+)", answer.read().decode(), re.M)))


def rate_with_store(prefix, server, store, base, *arguments):
    """`rate`, and per request what MongoDB had to do: commands of the API, background included, and CPU of its server."""
    commands, cpu = mongo_commands(base), store.cpu_seconds()
    figures = rate(server, *arguments)
    requests = figures["requests"]
    figures["store"] = {f"{prefix}_commands": (mongo_commands(base) - commands) / requests,
                        f"{prefix}_mongo_us": (store.cpu_seconds() - cpu) / requests * 1e6}
    return figures


def measure(base, system, seconds, prefix, store=None):
    """`system`: all processes whose CPU is counted. Reading, both kinds of submitting, and jobs from submitting to done.
    `store`: a MongoDB server, where there is one."""
    def measured(what, *arguments):
        if store:
            return rate_with_store(f"{prefix}_{what}", system[0], store, base, *arguments)
        return {**rate(system[0], *arguments), "store": {}}

    def cpu():
        return sum(process.cpu_seconds() for process in system)

    submission = call(f"{base}/api/reviews", {"language": "python", "code": CODE})["id"]
    wait_for_completed(base, 1)
    with folder() as scratch:
        body = scratch / "body.json"
        body.write_text(json.dumps({"language": "python", "code": CODE}))
        get = measured("get", f"{base}/api/reviews/{submission}", seconds)
        hit = measured("hit", f"{base}/api/reviews", seconds, "post_same.lua", {"BENCH_BODY": str(body)})
    before, used, started = call(f"{base}/api/stats")["total"], cpu(), time.monotonic()
    submitted, per_second = wrk(f"{base}/api/reviews", seconds, "post_new.lua")
    wait_for_completed(base, before + submitted)
    took = time.monotonic() - started
    return {
        **get["store"], **hit["store"],
        f"{prefix}_get_per_s": get["per_s"], f"{prefix}_hit_per_s": hit["per_s"], f"{prefix}_new_per_s": per_second,
        f"{prefix}_get_cpu_us": get["cpu_us"], f"{prefix}_hit_cpu_us": hit["cpu_us"],
        f"{prefix}_jobs_per_s": submitted / took, f"{prefix}_job_cpu_us": (cpu() - used) / submitted * 1e6,
    }


def peer(seconds):
    reply = {"score": 80, "summary": "A sum without checks.", "issues": [
        {"line": n, "severity": "med", "category": "correctness", "title": "An empty list is not considered",
         "detail": "The division fails when there are no values."} for n in range(1, 4)]}
    with folder() as data, redis_and_model(data, reply) as (redis, redis_url, model_url):
        env = {"PEER_REDIS_URL": redis_url, "PEER_MODEL_URL": f"{model_url}/chat/completions", "PYTHONPATH": str(ROOT / "bench" / "peer")}
        port = free_port()
        base = f"http://127.0.0.1:{port}"
        api = [PYTHON, "-m", "uvicorn", "app:app", "--port", port, "--loop", "uvloop", "--http", "httptools",
               "--no-access-log", "--log-level", "warning"]
        worker = [PYTHON, "-m", "celery", "-A", "tasks", "worker", "--concurrency", "1", "--loglevel", "ERROR", "--without-gossip",
                  "--without-mingle", "--without-heartbeat"]
        with Server(api, f"{base}/api/health", env=env) as server, Server(worker, lambda: True, env=env) as jobs:
            return measure(base, [server, jobs, redis], seconds, "peer")


def embedded(seconds):
    with folder() as data, redis_and_model(data) as (_, _, model_url):
        env = {"OPENAI_API_KEY": "bench", "OPENAI_BASE_URL": model_url}
        with Sandbox("--reviewers", "llm", "--http-threads", "1", env=env) as box:
            return measure(box.base, [box.server], seconds, "alone")


def scale_out(seconds):
    mongo_server = os.environ["ASSAY_MONGO_SERVER"]
    with folder() as data, redis_and_model(data) as (redis, redis_url, model_url):
        mongo_port, port = free_port(), free_port()
        base = f"http://127.0.0.1:{port}"
        env = {"REDIS_URL": redis_url, "MONGODB_URI": f"mongodb://127.0.0.1:{mongo_port}/assay", "OPENAI_API_KEY": "bench",
               "OPENAI_BASE_URL": model_url, "RATE_LIMIT_PER_HOUR": ""}
        (data / "mongo").mkdir()
        mongo = [mongo_server, "--port", mongo_port, "--storage-path", data / "mongo", "--host", "127.0.0.1", "--sync-on-commit"]
        if Path(mongo_server).name.startswith("mongod"):
            mongo = [mongo_server, "--port", mongo_port, "--dbpath", data / "mongo", "--bind_ip", "127.0.0.1"]
        api = [BUILD / "assay", "serve", "--role", "api", "--listen", f"127.0.0.1:{port}", "--http-threads", "1"]
        worker = [BUILD / "assay", "worker", "--reviewers", "llm"]
        with Server(mongo, lambda: answers(mongo_port), core=LOAD_CORE) as store, \
                Server(api, f"{base}/api/health", env=env) as server, Server(worker, lambda: True, env=env) as jobs:
            used = store.cpu_seconds()
            figures = measure(base, [server, jobs, redis], seconds, "out", store)
            figures["out_mongo_cpu_s"] = store.cpu_seconds() - used
            return figures


def row_peer(options):
    figures = {**peer(options.seconds), **embedded(options.seconds)}
    modes = ["alone"]
    if os.environ.get("ASSAY_MONGO_SERVER"):
        figures.update(scale_out(options.seconds))
        modes.append("out")
    else:
        print("Redis and MongoDB are left out: ASSAY_MONGO_SERVER names no server", file=sys.stderr, flush=True)
    for what in ("get", "hit", "new", "jobs"):
        for mode in modes:
            figures[f"{mode}_{what}_ratio"] = figures[f"{mode}_{what}_per_s"] / figures[f"peer_{what}_per_s"]
    return figures
