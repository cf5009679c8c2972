import { describe, expect, it } from "vitest";
import { guessLanguage } from "./guess-language";
import { languageOfFile } from "./languages";

describe("the language of a file", () => {
  it.each([
    ["a.PY", "python"],
    ["dir/x.test.tsx", "typescript"],
    ["x.hpp", "cpp"],
    ["x.unknown", null],
    ["Makefile", null],
  ])("%s is %s", (name, language) => {
    expect(languageOfFile(name)).toBe(language);
  });
});

describe("the guess from the text", () => {
  it.each([
    ["def f(x):\n    return x\n", "python"],
    ["import os\n", "python"],
    ["package main\n\nfunc main() {}\n", "go"],
    ["#include <stdio.h>\nint main(void) {}\n", "c"],
    ["#include <vector>\nint main() { std::vector<int> v; }\n", "cpp"],
    ["fn main() {\n    let mut x = 1;\n}\n", "rust"],
    ["public class A {\n  public static void main(String[] a) {}\n}\n", "java"],
    ["using System;\nclass A {}\n", "csharp"],
    ["<?php echo 1;", "php"],
    ["#!/usr/bin/env bash\necho hi\n", "bash"],
    ["interface A { x: string }\n", "typescript"],
    ["const x = () => 1;\n", "javascript"],
    ["class A\n  def f\n  end\nend\n", "ruby"],
    ["SELECT * FROM t;\n", "sql"],
    ["<!doctype html><p>x", "html"],
    ["hello world", null],
  ])("%j is %s", (code, language) => {
    expect(guessLanguage(null, code)).toBe(language);
  });

  it("believes the name before the text", () => {
    expect(guessLanguage("a.ts", "def f(x):\n    pass")).toBe("typescript");
  });
});
