#include "analysis/names/names.hpp"

#include <gtest/gtest.h>

namespace assay::analysis {
namespace {

/// The full name of the first call in `code` whose text ends with `marker`: what it calls.
std::string callee(core::Language language, const std::string& code, const std::string& marker) {
  const Model& model = *Model::find(language);
  const auto tree = Tree::parse(model.grammar(), code, std::chrono::seconds(5));
  const Names names(*tree, model);
  std::string best;
  for (NodeId n = 0; n < tree->size(); ++n) {
    if (!model.is_call(*tree, n) || !tree->text(n).ends_with(marker)) continue;
    best = names.resolve(n);
    if (best.ends_with("()")) best.resize(best.size() - 2);
    break;
  }
  return best;
}

using core::Language;

TEST(Names, PythonImportsAndAliases) {
  EXPECT_EQ(callee(Language::python, "import subprocess as sp\nsp.run(X)\n", "(X)"), "subprocess.run");
  EXPECT_EQ(callee(Language::python, "from os import system as s\ns(X)\n", "(X)"), "os.system");
  EXPECT_EQ(callee(Language::python, "import os.path\nos.path.join(X)\n", "(X)"), "os.path.join");
  EXPECT_EQ(
      callee(Language::python, "import subprocess\ndef f():\n    go = subprocess.run\n    go(X)\n", "(X)"),
      "subprocess.run");
  EXPECT_EQ(
      callee(Language::python,
             "import sqlite3\ndef f():\n    c = sqlite3.connect(p).cursor()\n    c.execute(X)\n", "(X)"),
      "sqlite3.connect().cursor().execute");
}

TEST(Names, WhatIsSetTwiceOrShadowedIsNotFollowed) {
  EXPECT_EQ(callee(Language::python,
                   "import a, b\ndef f(p):\n    go = a.x\n    if p:\n        go = b.y\n    go(X)\n", "(X)"),
            "go");
  EXPECT_EQ(callee(Language::python, "import eval2 as eval\ndef f(eval):\n    eval(X)\n", "(X)"), "eval");
}

TEST(Names, FieldsOfSelf) {
  EXPECT_EQ(callee(Language::python,
                   "import sqlite3\nclass A:\n    def __init__(self):\n        self.db = "
                   "sqlite3.connect(p)\n    def f(self):\n"
                   "        self.db.execute(X)\n",
                   "(X)"),
            "sqlite3.connect().execute");
}

TEST(Names, JavaScriptModules) {
  EXPECT_EQ(callee(Language::javascript, "const { exec: e } = require('child_process');\ne(X);\n", "(X)"),
            "child_process.exec");
  EXPECT_EQ(callee(Language::javascript, "import * as cp from 'node:child_process';\ncp.exec(X);\n", "(X)"),
            "child_process.exec");
  EXPECT_EQ(callee(Language::typescript, "import { createHash } from 'crypto';\ncreateHash(X);\n", "(X)"),
            "crypto.createHash");
  EXPECT_EQ(callee(Language::javascript, "require('fs').readFile(X);\n", "(X)"), "fs.readFile");
  EXPECT_EQ(callee(Language::javascript, "this.run(X);\n", "(X)"), "this.run");
}

TEST(Names, DeclaredTypes) {
  EXPECT_EQ(
      callee(Language::java,
             "import java.sql.Statement;\nclass A { void f(Statement s) { s.executeQuery(X); } }\n", "(X)"),
      "java.sql.Statement.executeQuery");
  EXPECT_EQ(callee(Language::java, "class A { void f() { var s = new Foo<String>(); s.go(X); } }\n", "(X)"),
            "Foo.go");
  EXPECT_EQ(callee(Language::go,
                   "package p\nimport \"net/http\"\nfunc f(r *http.Request) { r.FormValue(X) }\n", "(X)"),
            "net/http.Request.FormValue");
  EXPECT_EQ(callee(Language::go, "package p\nimport q \"os/exec\"\nfunc f() { q.Command(X) }\n", "(X)"),
            "os/exec.Command");
  EXPECT_EQ(callee(Language::cpp, "void f() { std::vector<int> v; v.push_back(X); }\n", "(X)"),
            "std.vector.push_back");
  EXPECT_EQ(callee(Language::cpp, "void f() { std::system(X); }\n", "(X)"), "std.system");
  EXPECT_EQ(callee(Language::csharp, "class A { void f(SqlCommand c) { c.Run(X); } }\n", "(X)"),
            "SqlCommand.Run");
}

TEST(Names, OtherLanguages) {
  EXPECT_EQ(callee(Language::rust, "use std::process::Command;\nfn f() { Command::new(X); }\n", "(X)"),
            "std.process.Command.new");
  EXPECT_EQ(callee(Language::ruby, "Open3.capture2(X)\n", "(X)"), "Open3.capture2");
  // An attribute that is set leaves the variable what it is.
  EXPECT_EQ(
      callee(Language::ruby, "def f\n  h = Net::HTTP.new(u)\n  h.use_ssl = true\n  h.get(X)\nend\n", "(X)"),
      "Net.HTTP.new().get");
  EXPECT_EQ(callee(Language::php, "<?php\nshell_exec(X);\n", "(X)"), "shell_exec");
  EXPECT_EQ(callee(Language::php, "<?php\nuse App\\Db as D;\nD::raw(X);\n", "(X)"), "App.Db.raw");
}

TEST(Names, Constants) {
  const Model& model = *Model::find(Language::python);
  const std::string code = "A = 'SELECT ' + 'x'\nB = 2 * (3 + 0x10)\nC = f'{A}'\nD = r'a\\n'\n";
  const auto tree = Tree::parse(model.grammar(), code, std::chrono::seconds(5));
  const Names names(*tree, model);
  std::vector<NodeId> values;
  for (NodeId n = 0; n < tree->size(); ++n) {
    if (tree->is(n, "assignment")) values.push_back(tree->child(n, "right"));
  }
  ASSERT_EQ(values.size(), 4U);
  EXPECT_EQ(names.string_value(values[0]), "SELECT x");
  EXPECT_EQ(names.number_value(values[1]), 38.0);
  EXPECT_FALSE(names.string_value(values[2]).has_value());
  EXPECT_EQ(names.string_value(values[3]), "a\\n");
}

}  // namespace
}  // namespace assay::analysis
