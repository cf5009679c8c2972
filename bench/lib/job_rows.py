"""What jobs of the llm reviewer cost, and a thousand calls to a model at once."""

import json
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from .load import call, finish, rate, run_jobs
from .processes import BUILD, LOAD_CORE, SERVER_CORE, PeakMemory, Sandbox, Server, free_port
from .server_rows import submissions_alone


def row_jobs(options):
    port = free_port()
    provider = f"http://127.0.0.1:{port}"
    fake = [BUILD / "tests" / "fakes" / "assay-fake-provider", "--listen", f"127.0.0.1:{port}", "--latency-ms", "0"]
    env = {"OPENAI_API_KEY": "bench", "OPENAI_BASE_URL": f"{provider}/v1"}
    with Server(fake, f"{provider}/_fake/log", core=LOAD_CORE), Sandbox("--reviewers", "llm", env=env) as box:
        latencies = []
        for i in range(100):
            begin = time.monotonic()
            finish(box.base, call(f"{box.base}/api/reviews", {"language": "python", "code": f"x = {i}\n"})["id"])
            latencies.append((time.monotonic() - begin) * 1000)
        total, seconds, cpu = run_jobs(box, 2)
        return {
            "jobs_per_s": total / seconds, "jobs_cpu_us": cpu / total * 1e6,
            "submit_to_done_ms": statistics.median(latencies),
        }


def llm_reply():
    """Some 4 KB of a model's answer, about the code that bench/wrk/post_new.lua posts; only half of its quotes are exact."""
    quotes = ["    total = total + value * 2  # keep a running total", "total = total+value*2", "    total = 0", "def f(values):"]
    issues = []
    while len(json.dumps({"issues": issues})) < 3_800:
        number = len(issues)
        issues.append({
            "quote": quotes[number % len(quotes)], "start_line": number + 3, "end_line": number + 3,
            "title": f"Value {number} is used before it is checked",
            "detail": "The loop adds a value that nobody has looked at; an empty list or a text in it ends the program.",
            "category": "correctness", "severity": "med", "cwe": "", "confidence": 0.7, "replacement": "",
        })
    return json.dumps({"issues": issues, "advice": ["Add a test for an empty list."], "summary": "A sum without checks."})


def calls_at_once(reply):
    """A thousand reviews that begin together, five times, each with a call of 200 ms; the reviewer alone."""
    port = free_port()
    provider = f"http://127.0.0.1:{port}"
    fake = [BUILD / "tests" / "fakes" / "assay-fake-provider", "--listen", f"127.0.0.1:{port}", "--latency-ms", "200",
            "--reply-file", reply]
    with Server(fake, f"{provider}/_fake/log", core=LOAD_CORE):
        bench = ["taskset", "-c", SERVER_CORE, BUILD / "bench" / "calls_bench", provider, "1000", "5"]
        out = json.loads(subprocess.run(list(map(str, bench)), check=True, capture_output=True, text=True).stdout)
        most = call(f"{provider}/_fake/log")["most_open"]
    return {"llm_at_once": most, "llm_at_once_cpu_us": out["cpu_us"], "llm_at_once_mb": out["peak_mb"]}


def row_llm(options):
    """What a call to a model costs us, and a thousand of them at once, all on the server's one core."""
    figures = {}
    with tempfile.TemporaryDirectory(dir=BUILD) as folder:
        reply = Path(folder) / "reply.json"
        reply.write_text(llm_reply())
        figures["llm_reply_bytes"] = reply.stat().st_size
        figures.update(calls_at_once(reply))
        for latency, flags in ((0, []), (2000, ["--concurrency", "1000", "--set", "llm.max_calls=1000"])):
            port = free_port()
            provider = f"http://127.0.0.1:{port}"
            fake = [BUILD / "tests" / "fakes" / "assay-fake-provider", "--listen", f"127.0.0.1:{port}", "--latency-ms", latency,
                    "--reply-file", reply]
            env = {"OPENAI_API_KEY": "bench", "OPENAI_BASE_URL": f"{provider}/v1"}
            with Server(fake, f"{provider}/_fake/log", core=LOAD_CORE), \
                    Sandbox("--reviewers", "llm", "--http-threads", "1", *flags, env=env) as box:
                finish(box.base, call(f"{box.base}/api/reviews", {"language": "python", "code": "x = 1\n"})["id"])
                peak = PeakMemory(box.server)
                total, seconds, cpu = run_jobs(box, 2)
                if latency:
                    most = call(f"{provider}/_fake/log")["most_open"]
                    figures.update(llm_jobs_at_once=most, llm_jobs_at_once_mb=peak.stop())
                else:
                    peak.stop()
                    figures["llm_job_cpu_us"] = cpu / total * 1e6
    with submissions_alone() as box:
        figures["llm_submit_cpu_us"] = rate(box.server, f"{box.base}/api/reviews", 2, "post_new.lua")["cpu_us"]
    figures["llm_call_cpu_us"] = figures["llm_job_cpu_us"] - figures["llm_submit_cpu_us"]
    return figures
