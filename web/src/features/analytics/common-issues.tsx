import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Prose } from "@/components/ui/prose";
import { SeverityIcon } from "@/components/ui/severity";
import { Cell, HeadCell, Table, TableBody, TableHead } from "@/components/ui/table";
import type { CommonIssue } from "@/lib/api/types";
import { formatNumber } from "@/lib/format";
import { categoryName, severityName } from "@/lib/rubric";
import { visible } from "@/lib/visible";

const atFirst = 10;

/** What is found again and again, with the newest places to look at. */
export function CommonIssues({ issues }: { issues: CommonIssue[] }) {
  const [all, setAll] = useState(false);
  const shown = all ? issues : issues.slice(0, atFirst);
  return (
    <Card className="min-w-0 overflow-hidden pb-2">
      <h2 id="common-findings" className="px-4 pt-4 pb-2 text-sm font-semibold sm:px-5">
        Common findings
      </h2>
      {issues.length === 0 ? (
        <p className="px-4 pb-3 text-sm text-ink-muted sm:px-5">No review in this range has a finding.</p>
      ) : (
        <Table aria-labelledby="common-findings">
          <TableHead>
            <tr>
              <HeadCell className="pl-4 sm:pl-5">Finding</HeadCell>
              <HeadCell className="max-sm:hidden">Category</HeadCell>
              <HeadCell align="end" className="max-sm:pr-4">
                Times
              </HeadCell>
              <HeadCell align="end" className="pr-4 max-sm:hidden sm:pr-5">
                Examples
              </HeadCell>
            </tr>
          </TableHead>
          <TableBody>
            {shown.map((issue) => (
              <tr key={`${issue.rule_id}-${issue.title}`} className="align-top">
                <Cell className="pl-4 sm:pl-5">
                  <span className="flex gap-2.5">
                    {issue.severity && <SeverityIcon severity={issue.severity} className="mt-0.5" />}
                    <span className="min-w-0 [overflow-wrap:anywhere]">
                      {issue.severity && <span className="sr-only">{severityName[issue.severity]}: </span>}
                      <Prose text={issue.title} />
                      {issue.rule_id && <code className="block font-mono text-2xs text-ink-muted">{visible(issue.rule_id)}</code>}
                      <span className="mt-1 flex items-center gap-1 text-xs text-ink-muted sm:hidden">
                        Examples
                        <Examples of={issue} />
                      </span>
                    </span>
                  </span>
                </Cell>
                <Cell className="whitespace-nowrap text-ink-muted max-sm:hidden">{issue.category && categoryName(issue.category)}</Cell>
                <Cell align="end" className="font-medium max-sm:pr-4">
                  {formatNumber(issue.count)}
                </Cell>
                <Cell align="end" className="pr-4 whitespace-nowrap max-sm:hidden sm:pr-5">
                  <Examples of={issue} />
                </Cell>
              </tr>
            ))}
          </TableBody>
        </Table>
      )}
      {issues.length > atFirst && (
        <Button variant="ghost" size="sm" className="mt-2 ml-2" onClick={() => setAll(!all)}>
          {all ? "Show fewer" : `Show all ${formatNumber(issues.length)}`}
        </Button>
      )}
    </Card>
  );
}

/** The newest reviews that have it, as numbers to follow. */
function Examples({ of }: { of: CommonIssue }) {
  return (
    <span className="inline-flex gap-1">
      {of.examples.slice(0, 3).map(({ review_id, issue_id }, index) => (
        <Link
          key={`${review_id}-${issue_id}`}
          to="/reviews/$id"
          params={{ id: review_id }}
          search={{ issue: issue_id }}
          aria-label={`Example ${index + 1} of ${of.title}`}
          className="inline-grid size-6 place-items-center rounded-md text-xs font-medium text-accent hover:bg-hover"
        >
          {index + 1}
        </Link>
      ))}
    </span>
  );
}
