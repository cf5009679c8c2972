#include "store/mongo/pieces.hpp"

#include <algorithm>

#include "store/mongo/documents.hpp"

namespace assay::store::mongo {
namespace {

/// Room is left for everything else in the document.
constexpr std::size_t kPiece = 12U << 20U;

}  // namespace

base::Result<Document> keep_bytes(Client& client, std::string_view bytes, const std::string& owner) {
  Document kept{{"data", Bytes{bytes.substr(0, kPiece)}}};
  if (bytes.size() <= kPiece) return kept;
  int number = 0;
  for (std::size_t at = kPiece; at < bytes.size(); at += kPiece) {
    // The same again where an earlier try was cut short.
    const Document which{{"_id", owner + "/" + std::to_string(++number)}};
    const Document piece{{"owner", owner}, {"number", number}, {"data", Bytes{bytes.substr(at, kPiece)}}};
    auto stored = client.update_one(kPieces, which, {{"$set", piece}}, Ack::majority, true);
    if (!stored) return base::fail(std::move(stored.error()));
  }
  kept.set("owner", owner).set("size", static_cast<std::int64_t>(bytes.size()));
  return kept;
}

base::Result<std::string> read_bytes(Client& client, const View& kept) {
  std::string bytes{kept.bytes("data")};
  if (!kept.has("owner")) return bytes;
  FindOptions in_order;
  in_order.sort = {{"number", 1}};
  const auto rest = client.find(kPieces, {{"owner", kept.text("owner")}}, in_order);
  if (!rest) return base::fail(rest.error());
  for (const auto& piece : *rest) bytes += piece.view().bytes("data");
  if (bytes.size() != static_cast<std::size_t>(kept.number("size")))
    return base::fail(base::Errc::corrupt, "a piece of a large text is missing");
  return bytes;
}

base::Result<void> drop_bytes(Client& client, const View& kept) {
  if (!kept.has("owner")) return {};
  const auto dropped = client.remove_many(kPieces, {{"owner", kept.text("owner")}}, Ack::one);
  if (!dropped) return base::fail(dropped.error());
  return {};
}

}  // namespace assay::store::mongo
