// What somebody would write with the generated client: it has to compile under --strict, with the types that the
// document promises. Nobody runs it; the answers themselves are checked in tests/integration/http_openapi_test.cpp.
import { getReview, getStats, listReviews, setIssueState, submit } from "./generated";
import { createClient } from "./generated/client";

const client = createClient({ baseUrl: "http://127.0.0.1:8080", auth: "assay_key" });

export async function review(code: string): Promise<string[]> {
  const submitted = await submit({
    client,
    body: { language: "python", code },
    headers: { "Idempotency-Key": crypto.randomUUID() },
  });
  if (!submitted.data) throw new Error(submitted.error.detail);
  const { data, error } = await getReview({ client, path: { id: submitted.data.id } });
  if (!data) throw new Error(error.title);
  return (data.issues ?? []).map((issue) => `${issue.severity} ${issue.title} ${issue.rule_id ?? ""}`);
}

export async function dismiss(id: string, issue: string): Promise<void> {
  await setIssueState({
    client,
    path: { id, issue_id: issue },
    body: { status: "dismissed", reason: "not ours" },
    throwOnError: true,
  });
}

export async function everyReview(): Promise<number> {
  let cursor: string | undefined;
  let count = 0;
  do {
    const { data } = await listReviews({ client, query: { language: "go", cursor }, throwOnError: true });
    count += data.items.length;
    cursor = data.next_cursor ?? undefined;
  } while (cursor !== undefined);
  const stats = await getStats({ client, query: { time_zone: "Europe/Berlin" }, throwOnError: true });
  return count + stats.data.by_day.reduce((sum, day) => sum + day.total, 0);
}

// @ts-expect-error a status that the document does not name must not compile
void setIssueState({ client, path: { id: "x", issue_id: "y" }, body: { status: "gone" } });
