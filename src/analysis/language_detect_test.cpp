#include "analysis/language_detect.hpp"

#include <gtest/gtest.h>

namespace assay::analysis {
namespace {

using core::Language;

TEST(DetectLanguage, NameDecides) {
  EXPECT_EQ(detect_language("a/b/x.PY", "").language, Language::python);
  EXPECT_TRUE(detect_language("x.tsx", "").sure);
  EXPECT_EQ(detect_language("x.tsx", "").language, Language::typescript);
  EXPECT_EQ(detect_language("Rakefile", "").language, Language::ruby);
  EXPECT_EQ(detect_language("x.h", "#ifndef A\nint f(void);\n").language, Language::c);
  EXPECT_EQ(detect_language("x.h", "namespace a {\nclass B {\npublic:\n};\n}\n").language, Language::cpp);
}

TEST(DetectLanguage, EveryLanguageHasAName) {
  const std::pair<const char*, Language> names[] = {
      {"a.py", Language::python},     {"a.js", Language::javascript}, {"a.mjs", Language::javascript},
      {"a.ts", Language::typescript}, {"A.java", Language::java},     {"a.go", Language::go},
      {"a.c", Language::c},           {"a.cc", Language::cpp},        {"a.hpp", Language::cpp},
      {"A.cs", Language::csharp},     {"a.rs", Language::rust},       {"a.rb", Language::ruby},
      {"a.php", Language::php},       {"a.kt", Language::kotlin},     {"a.swift", Language::swift},
      {"A.scala", Language::scala},   {"a.sh", Language::bash},       {"a.lua", Language::lua},
      {"a.sql", Language::sql},       {"a.html", Language::html},     {"a.css", Language::css},
      {"a.json", Language::json},     {"a.yml", Language::yaml},      {"a.toml", Language::toml}};
  for (const auto& [name, language] : names) {
    const DetectedLanguage found = detect_language(name, "");
    EXPECT_EQ(to_string(found.language), to_string(language)) << name;
    EXPECT_TRUE(found.sure) << name;
  }
}

TEST(DetectLanguage, InterpreterLineDecides) {
  EXPECT_EQ(detect_language("run", "#!/usr/bin/env python3\n").language, Language::python);
  EXPECT_EQ(detect_language("run", "#!/bin/sh\n").language, Language::bash);
  EXPECT_EQ(detect_language("", "#!/usr/bin/env node\n").language, Language::javascript);
}

struct Sample {
  Language language;
  const char* code;
};

TEST(DetectLanguage, ContentIsGuessed) {
  const Sample samples[] = {
      {Language::python, "import os\n\ndef f(x):\n    return os.path.join(x)\n"},
      {Language::python, "def mean(xs):\n    return sum(xs) / len(xs)\n"},
      {Language::javascript, "const x = require('fs');\nfunction f(a) { return a === 1; }\n"},
      {Language::typescript, "interface A { x: string; }\nconst f = (a: number): string => `${a}`;\n"},
      {Language::java,
       "package a.b;\nimport java.util.List;\npublic class A {\n  public static void main(String[] args) { "
       "}\n}\n"},
      {Language::go, "package main\n\nimport \"fmt\"\n\nfunc main() {\n\tx := 1\n\tfmt.Println(x)\n}\n"},
      {Language::c, "#include <stdio.h>\nint main(void)\n{\n  printf(\"x\");\n}\n"},
      {Language::cpp, "#include <iostream>\nint main() { std::cout << 1; }\n"},
      {Language::csharp,
       "using System;\nnamespace A\n{\n  class B { static void Main(string[] args) { Console.WriteLine(1); } "
       "}\n}\n"},
      {Language::rust, "use std::io;\nfn main() {\n    let mut x = 1;\n    println!(\"{}\", x);\n}\n"},
      {Language::ruby, "require 'json'\nclass A\n  def f(x)\n    puts x\n  end\nend\n"},
      {Language::php, "<?php\necho 1;\n"},
      {Language::kotlin, "fun main() {\n    val x: Int = 1\n    println(x)\n}\n"},
      {Language::swift,
       "import Foundation\nfunc f(x: Int) -> Int {\n    guard let y = g() else { return 0 }\n    return "
       "y\n}\n"},
      {Language::bash, "set -e\nif [ -f x ]; then\n  echo \"$x\"\nfi\n"},
      {Language::sql, "SELECT a, b FROM t WHERE a = 1;\n"},
      {Language::json, "{\"a\": [1, 2]}"},
      {Language::html, "<!DOCTYPE html>\n<html><body></body></html>\n"},
      {Language::yaml, "name: x\non:\n  push:\n    - a: b\n"},
      {Language::lua,
       "local M = {}\nfunction M.f(x)\n  if x == nil then\n    return 1\n  end\nend\nreturn M\n"},
      {Language::css, "body {\n  margin: 0;\n  color: #333;\n}\n.a:hover { padding: 2px; }\n"},
      {Language::toml, "[package]\nname = \"x\"\nversion = \"1.0\"\n\n[dependencies]\na = \"1\"\n"},
      {Language::text, "Just a few words about nothing in particular.\n"},
      {Language::text, ""},
  };
  for (const Sample& sample : samples) {
    const DetectedLanguage found = detect_language("", sample.code);
    EXPECT_EQ(to_string(found.language), to_string(sample.language)) << sample.code;
    EXPECT_EQ(found.sure, sample.language == Language::php) << sample.code;
  }
}

}  // namespace
}  // namespace assay::analysis
