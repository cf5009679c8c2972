"""What an open event stream costs, and how long one change takes to reach everybody who watches."""

import resource
import select
import socket
import time

from .load import call, finish
from .processes import Sandbox

WATCHERS = 5_000


def open_streams(port, count):
    """Connections to /api/events whose first bytes have come."""
    streams = {}
    request = f"GET /api/events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: text/event-stream\r\n\r\n".encode()
    for _ in range(count):
        stream = socket.create_connection(("127.0.0.1", port))
        stream.sendall(request)
        streams[stream.fileno()] = stream
    poll = select.epoll()
    for number in streams:
        poll.register(number, select.EPOLLIN)
    silent = set(streams)
    deadline = time.monotonic() + 60
    while silent and time.monotonic() < deadline:
        for number, _ in poll.poll(1):
            if not streams[number].recv(65536):
                raise SystemExit("the server closed a stream")
            silent.discard(number)
    if silent:
        raise SystemExit(f"{len(silent)} of {count} streams stayed silent")
    return streams, poll


def fan_out(box, streams, poll, number):
    """Milliseconds from sending one submission until every watcher has read that it is completed."""
    waiting = dict.fromkeys(streams, b"")
    began = time.monotonic()
    submission = call(f"{box.base}/api/reviews", {"language": "python", "code": f"x = {number}\n"})["id"]
    end = f'"id":"{submission}","status":"completed"'.encode()
    while waiting:
        if time.monotonic() - began > 60:
            raise SystemExit(f"{len(waiting)} streams did not hear of the review's end")
        for handle, _ in poll.poll(1):
            read = streams[handle].recv(65536)
            if handle in waiting:
                waiting[handle] += read
                if end in waiting[handle]:
                    del waiting[handle]
    return (time.monotonic() - began) * 1000


def row_streams(options):
    resource.setrlimit(resource.RLIMIT_NOFILE, (WATCHERS + 200, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    with Sandbox("--http-threads", "1") as box:
        finish(box.base, call(f"{box.base}/api/reviews", {"language": "python", "code": "x = 1\n"})["id"])
        before = box.server.pss_megabytes()
        streams, poll = open_streams(box.port, WATCHERS)
        kilobytes = (box.server.pss_megabytes() - before) * 1024 / WATCHERS
        times = sorted(fan_out(box, streams, poll, number) for number in range(5))
        for stream in streams.values():
            stream.close()
    return {"streams": WATCHERS, "stream_kb": kilobytes, "fan_out_ms": times[2]}
