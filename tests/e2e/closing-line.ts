import type { Reporter, TestCase } from "@playwright/test/reporter";

/** Ends the run with one plain line of counts, whatever else was printed. */
export default class ClosingLine implements Reporter {
  private readonly tests = new Set<TestCase>();

  onTestEnd(test: TestCase): void {
    this.tests.add(test);
  }

  onEnd(): void {
    const counts = { passed: 0, failed: 0, skipped: 0 };
    for (const test of this.tests) {
      const outcome = test.outcome();
      if (outcome === "skipped") counts.skipped++;
      else if (outcome === "unexpected") counts.failed++;
      else counts.passed++;
    }
    console.log(`e2e: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  }
}
