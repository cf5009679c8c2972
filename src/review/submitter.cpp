#include "review/submitter.hpp"

#include <algorithm>

#include "base/uuid.hpp"
#include "core/normalise.hpp"

namespace assay::review {
namespace {

std::string join(const std::vector<std::string>& names) {
  std::string out;
  for (const auto& name : names) out.append(out.empty() ? "" : ", ").append(name);
  return out;
}

/// The order and repetition in which reviewers are named must not make another fingerprint.
void sort_unique(std::vector<std::string>& names) {
  std::ranges::sort(names);
  const auto rest = std::ranges::unique(names);
  names.erase(rest.begin(), rest.end());
}

}  // namespace

Submitter::Submitter(Parts parts) : parts_(std::move(parts)) {}

base::Result<void> Submitter::check(const core::ReviewInput& input) const {
  constexpr std::string_view kNormalisedAway = "\r\n";
  const auto text = std::string_view{input.code}.substr(
      input.code.starts_with(core::kByteOrderMark) ? core::kByteOrderMark.size() : 0);
  if (text.find_first_not_of(kNormalisedAway) == std::string_view::npos) {
    return base::fail(base::Errc::invalid_argument, "code must not be empty", "code");
  }
  const auto known = parts_.pipeline.reviewer_names();
  for (const auto& name : input.options.reviewers) {
    if (std::ranges::find(known, name) == known.end()) {
      return base::fail(
          base::Errc::invalid_argument,
          "options.reviewers names \"" + name + "\", which is not in force here; in force: " + join(known),
          "options.reviewers");
    }
  }
  return parts_.pipeline.check(input.options);
}

base::Task<base::Result<Submitted>> Submitter::submit(SubmitRequest request) {
  if (const auto checked = check(request.input); !checked) co_return base::fail(checked.error());
  auto input = std::make_shared<core::ReviewInput>(std::move(request.input));
  input->code = core::normalise_code(input->code);
  sort_unique(input->options.reviewers);
  if (input->language == core::Language::automatic)
    input->language = parts_.detect_language(input->filename, input->code);

  core::NewSubmission submission;
  submission.created_at = parts_.clock.now();
  submission.id = core::SubmissionId{base::make_uuid7(submission.created_at, parts_.random)};
  submission.job = core::JobId{base::make_uuid7(submission.created_at, parts_.random)};
  submission.scope = request.scope;
  submission.fingerprint =
      core::fingerprint(request.scope, *input, parts_.pipeline.identities(input->options));
  submission.input = input;
  submission.rerun_of = request.rerun_of;
  submission.client = std::move(request.client);
  Submitted submitted{submission.id, core::Status::pending, input->language};
  const auto accepted = co_await parts_.store.accept(std::move(submission));
  if (!accepted) co_return base::fail(accepted.error());
  if (accepted->how == core::Acceptance::from_cache) {
    submitted.status = core::Status::completed;
    parts_.bus.publish_terminal(request.scope, submitted.id, core::Status::completed);
    co_return submitted;
  }
  parts_.bus.attach(accepted->job, request.scope, submitted.id);
  // The submission is accepted whatever becomes of the wake-up: a queue that is down is filled again from the
  // store.
  if (accepted->how == core::Acceptance::new_job)
    (void)co_await parts_.queue.enqueue(accepted->job, request.scope);
  co_return submitted;
}

}  // namespace assay::review
