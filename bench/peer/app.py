"""The field's usual stack for the same job, kept small: FastAPI before Celery before Redis.

It is what Assay is measured beside (`./dev bench --only peer`), so it is given every advantage that costs a reader of its
manuals nothing: uvloop, httptools, no access log, pipelined Redis calls, and a store that is a dictionary. It does less
than Assay: nothing is durable, nobody is known, and findings have no place in the code.
"""

import hashlib
import time
import uuid

import redis.asyncio
from fastapi import FastAPI, HTTPException, Request

from models import CACHE_SECONDS, REDIS_URL, NewSubmission, Review, Stats, Submission
from tasks import review_code

REQUESTS_PER_MINUTE = 100_000_000

app = FastAPI()
store: dict[str, Submission] = {}
broker = redis.asyncio.from_url(REDIS_URL, decode_responses=True)


@app.get("/api/health")
async def health():
    return {"ok": True}


async def refuse_too_many(client: str, now: float) -> None:
    key = f"limit:{client}:{int(now // 60)}"
    async with broker.pipeline(transaction=False) as calls:
        count, _ = await calls.incr(key).expire(key, 60).execute()
    if count > REQUESTS_PER_MINUTE:
        raise HTTPException(429, "too many requests")


@app.post("/api/reviews", response_model=Submission, status_code=202)
async def submit(new: NewSubmission, request: Request):
    fingerprint = hashlib.sha256(f"{new.language}\0{new.code}".encode()).hexdigest()
    now = time.time()
    submission = Submission(id=uuid.uuid4().hex, status="pending", language=new.language, created_at=now)
    known = await broker.get(f"review:{fingerprint}")
    if known:
        submission.status, submission.cached, submission.review = "completed", True, Review.parse_raw(known)
    else:
        await refuse_too_many(request.client.host, now)
        review_code.delay(submission.id, new.language, new.code, fingerprint, CACHE_SECONDS)
    store[submission.id] = submission
    return submission


@app.get("/api/reviews/{submission_id}", response_model=Submission)
async def get(submission_id: str):
    submission = store.get(submission_id)
    if submission is None:
        raise HTTPException(404, "there is no such review")
    if submission.review is None:
        state = await broker.hgetall(f"submission:{submission_id}")
        submission.status = state.get("status", submission.status)
        if "review" in state:
            submission.review = Review.parse_raw(state["review"])
    return submission


@app.get("/api/stats", response_model=Stats)
async def stats():
    return Stats(total=int(await broker.get("completed") or 0))
