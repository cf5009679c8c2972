#include "store/sqlite/title_rows.hpp"

#include "store/issue_title.hpp"

namespace assay::store {
namespace {

/// Takes the first line off `text`, which ends with '\n'; nothing where there is none.
std::optional<std::string_view> take_line(std::string_view& text) {
  const auto end = text.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const auto line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

std::optional<StoredTitle> title_of(std::string_view line) {
  const auto tab = line.find('\t');
  if (tab == std::string_view::npos) return std::nullopt;
  return StoredTitle{line.substr(0, tab), line.substr(tab + 1)};
}

}  // namespace

std::int64_t keep_title(Connection& db, std::int64_t scope, const core::IssueSummary& issue) {
  const std::string key = title_key(issue);
  std::int64_t id = 0;
  {
    auto rows = db.query("SELECT id FROM titles WHERE scope=?1 AND key=?2", scope, key);
    if (rows.step()) id = rows.int64(0);
  }
  if (id != 0) {
    db.run("UPDATE titles SET refs=refs+1 WHERE id=?1", id);
    return id;
  }
  {
    auto rows = issue.rule_id.empty() ? db.query("SELECT max(0, ifnull(max(id), 0)) + 1 FROM titles")
                                      : db.query("SELECT min(0, ifnull(min(id), 0)) - 1 FROM titles");
    if (rows.step()) id = rows.int64(0);
  }
  db.run("INSERT INTO titles(id, scope, key, title, refs) VALUES (?1, ?2, ?3, ?4, 1)", id, scope, key,
         issue.title);
  return id;
}

void drop_title(Connection& db, std::int64_t title) {
  db.run("UPDATE titles SET refs=refs-1 WHERE id=?1", title);
  db.run("DELETE FROM titles WHERE id=?1 AND refs<=0", title);
}

std::string encode_titles(const std::vector<core::IssueSummary>& issues) {
  std::string out;
  const auto add = [&out](std::string_view text) {
    // What separates the parts can't be in one; for the words of a title they all are the same.
    for (const char c : text) out.push_back(c == '\n' || c == '\t' ? ' ' : c);
  };
  for (const auto& issue : issues) {
    add(issue.id);
    out.push_back('\t');
    add(issue.title);
    out.push_back('\n');
  }
  return out;
}

std::vector<StoredTitle> decode_titles(std::string_view text) {
  std::vector<StoredTitle> titles;
  while (auto line = take_line(text)) {
    if (const auto title = title_of(*line)) titles.push_back(*title);
  }
  return titles;
}

std::optional<StoredTitle> title_at(std::string_view text, std::size_t index) {
  while (auto line = take_line(text)) {
    const auto title = title_of(*line);
    if (title && index-- == 0) return title;
  }
  return std::nullopt;
}

}  // namespace assay::store
