"""What goes in and out of the peer, in Pydantic's terms."""

import os
from typing import Literal, Optional

from pydantic import BaseModel, Field

REDIS_URL = os.environ["PEER_REDIS_URL"]
MODEL_URL = os.environ["PEER_MODEL_URL"]
CACHE_SECONDS = 3600


class Issue(BaseModel):
    line: int
    severity: Literal["high", "med", "low"]
    category: str
    title: str
    detail: str


class Review(BaseModel):
    score: int = Field(ge=0, le=100)
    summary: str
    issues: list[Issue]


class NewSubmission(BaseModel):
    language: Literal["python", "javascript", "typescript", "java", "go", "rust", "c", "cpp"]
    code: str = Field(min_length=1, max_length=50_000)


class Submission(BaseModel):
    id: str
    status: str
    cached: bool = False
    language: str
    created_at: float
    review: Optional[Review] = None


class Stats(BaseModel):
    total: int
