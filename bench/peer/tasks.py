"""The worker of the peer: asks a model by httpx, reads its answer with Pydantic, and publishes what it found."""

import socket

import httpx
import redis
from celery import Celery

from models import MODEL_URL, REDIS_URL, Review

celery = Celery("peer", broker=REDIS_URL)
celery.conf.update(task_ignore_result=True, task_serializer="json", task_acks_late=True, worker_prefetch_multiplier=4)

connect = socket.create_connection


def connect_without_delay(*arguments, **options):
    """Debian's httpcore sends header and body apart and leaves Nagle's algorithm on: 40 ms for each call."""
    connection = connect(*arguments, **options)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


socket.create_connection = connect_without_delay
model = httpx.Client(timeout=30)
broker = redis.Redis.from_url(REDIS_URL)


@celery.task(name="review", bind=True, max_retries=3)
def review_code(self, submission_id, language, code, fingerprint, cache_seconds):
    broker.hset(f"submission:{submission_id}", mapping={"status": "in_progress"})
    broker.publish(f"events:{submission_id}", '{"status":"in_progress"}')
    question = {
        "model": "gpt-4o-mini",
        "response_format": {"type": "json_object"},
        "messages": [
            {"role": "system", "content": "You review code. Answer with JSON."},
            {"role": "user", "content": f"```{language}\n{code}\n```"},
        ],
    }
    try:
        answer = model.post(MODEL_URL, json=question, headers={"Authorization": "Bearer bench"})
        answer.raise_for_status()
    except httpx.HTTPError as error:
        raise self.retry(exc=error, countdown=2**self.request.retries)
    review = Review.parse_raw(answer.json()["choices"][0]["message"]["content"]).json()
    calls = broker.pipeline(transaction=False)
    calls.hset(f"submission:{submission_id}", mapping={"status": "completed", "review": review})
    calls.setex(f"review:{fingerprint}", cache_seconds, review)
    calls.incr("completed")
    calls.publish(f"events:{submission_id}", '{"status":"completed"}')
    calls.execute()
