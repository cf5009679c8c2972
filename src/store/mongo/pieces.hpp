#pragma once
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "store/mongo/client.hpp"

namespace assay::store::mongo {

/// Bytes of any size inside a document, which MongoDB ends at 16 MB: {data} where they are short, else
/// {data, owner, size} with the rest in documents of assay_pieces, which are there before the document is.
/// `owner` is a name that was never used before.
base::Result<Document> keep_bytes(Client& client, std::string_view bytes, const std::string& owner);
/// `corrupt` where a piece is missing.
base::Result<std::string> read_bytes(Client& client, const View& kept);
/// Removes the rest of them; before the document goes.
base::Result<void> drop_bytes(Client& client, const View& kept);

}  // namespace assay::store::mongo
