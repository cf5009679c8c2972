#pragma once
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "core/ports/review_store.hpp"
#include "store/mongo/client.hpp"

namespace assay::store::mongo {

/// What answers equal work again, if it is there and fresh by `now`: the id of a review.
base::Result<std::optional<core::ReviewId>> cached_review(Client& client,
                                                          const core::NewSubmission& submission);

/// Makes sure that the input is there with its code, and that nobody who wants to remove it has looked before
/// this.
base::Result<void> keep_input(Client& client, const core::NewSubmission& submission);

/// What a new input consists of, its use aside.
Document input_fields(const core::NewSubmission& submission, const Document& code);

/// `not_found` where it or its code is not kept any more.
base::Result<std::shared_ptr<const core::ReviewInput>> read_input(Client& client, const std::string& id,
                                                                  bool no_cache);

/// Those of the inputs that are there, by id, for read_input.
base::Result<std::map<std::string, Document>> find_inputs(Client& client, const std::set<std::string>& ids);
/// The same of one that was found; null: it was not.
base::Result<std::shared_ptr<const core::ReviewInput>> read_input(Client& client, const Document* found,
                                                                  bool no_cache);

/// `corrupt` where it is not there.
base::Result<core::Language> input_language(Client& client, const std::string& id);

/// Removes it where no submission and no open job has it.
base::Result<void> remove_unused_input(Client& client, const std::string& id);
/// Forgets its code where it was not submitted since `before` and no open job has it. Says whether it did.
base::Result<bool> forget_code(Client& client, const std::string& id, base::Timestamp before);

}  // namespace assay::store::mongo
