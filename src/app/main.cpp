#include "analysis/isolation/child.hpp"
#include "app/backup.hpp"
#include "app/build_info.hpp"
#include "app/doctor_checks.hpp"
#include "app/import.hpp"
#include "app/key_admin.hpp"
#include "app/review_engine.hpp"
#include "app/rule_book.hpp"
#include "app/serve.hpp"
#include "app/work.hpp"
#include "cli/run.hpp"

int main(int argc, char** argv) {
  // First of all: an analysis process must not start any of what follows.
  if (const int code = assay::analysis::run_child_if_asked(argc, argv); code >= 0) return code;
  assay::cli::Services services;
  services.build = assay::app::build_info();
  services.serve = assay::app::serve;
  services.work = assay::app::work;
  services.make_engine = assay::app::make_review_engine;
  services.open_rules = assay::app::open_rule_book;
  services.backup = assay::app::backup;
  services.restore = assay::app::restore;
  services.import_mongodb = assay::app::import_mongodb;
  services.open_keys = assay::app::open_key_admin;
  services.checks = assay::app::doctor_checks;
  return assay::cli::run_process(argc, argv, services);
}
