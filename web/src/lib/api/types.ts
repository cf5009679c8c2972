import type { components } from "./schema";

// The wire types under the product's own words. All of them come from api/openapi.json; `npm run types` renews them.
type Schemas = components["schemas"];

export type Status = Schemas["Status"];
export type Severity = Schemas["Severity"];
export type Category = Schemas["Category"];
export type Stage = Schemas["Stage"];
export type LanguageId = Schemas["Language"];
export type SubmissionLanguage = Schemas["SubmissionLanguage"];
export type Suggestion = Schemas["Suggestion"];
export type Issue = Schemas["Issue"];
export type ScoreReason = Schemas["Deduction"];
export type CoverageRange = Schemas["CoverageRange"];
export type Coverage = Schemas["Coverage"];
export type Egress = Schemas["Egress"];
export type ReviewerRun = Schemas["ReviewerReport"];
export type Metrics = Schemas["CodeMetrics"];
export type Review = Schemas["Review"];
export type ReviewPage = Schemas["ReviewPage"];
export type Submission = Schemas["SubmissionRequest"];
export type Submitted = Schemas["SubmissionAccepted"];
export type ReviewCode = Schemas["SubmittedCode"];
export type NamedCount = Schemas["NamedCount"];
export type Stats = Schemas["Stats"];
export type Readiness = Schemas["Readiness"];
