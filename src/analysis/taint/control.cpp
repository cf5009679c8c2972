#include "analysis/taint/interpreter.hpp"

namespace assay::analysis::taint {
namespace {

constexpr int kMaxTurns = 4;

}  // namespace

V Interpreter::while_(const Code& c, State& state) {
  const CodeId condition = program_.child(c, 0);
  Loop loop;
  loop.outer = frame_ == nullptr ? nullptr : frame_->loop;
  if (frame_ != nullptr) frame_->loop = &loop;
  State head = std::move(state);
  State exit;
  for (int turn = 0; turn < kMaxTurns; ++turn) {
    Branches ways;
    if (condition == 0 || (c.flag == 1 && turn == 0)) {
      ways.first = head;
    } else {
      ways = branch(condition, head);
    }
    join_into(exit, ways.second, values_);
    State inside = std::move(ways.first);
    eval(program_.child(c, 1), inside);
    if (loop.continued.live) join_into(inside, loop.continued, values_);
    if (inside.live) eval(program_.child(c, 2), inside);
    if (c.flag == 1 && turn == 0 && condition == 0) join_into(exit, inside, values_);
    if (!inside.live) break;
    if (c.flag == 1 && turn == 0) {  // the condition of do ... while comes after the body
      Branches after = branch(condition, inside);
      join_into(exit, after.second, values_);
      inside = std::move(after.first);
      if (!inside.live) break;
    }
    if (!join_into(head, inside, values_)) break;
    if (entry_steps_ > 200'000) break;
  }
  if (frame_ != nullptr) frame_->loop = loop.outer;
  join_into(exit, loop.broken, values_);
  state = std::move(exit);
  return loop.value == nullptr ? values_.harmless() : loop.value;
}

V Interpreter::each(const Code& c, State& state) {
  const V over = eval(program_.child(c, 1), state);
  if (!state.live) return values_.harmless();
  Loop loop;
  loop.outer = frame_ == nullptr ? nullptr : frame_->loop;
  if (frame_ != nullptr) frame_->loop = &loop;
  V made = nullptr;
  for (int turn = 0; turn < kMaxTurns; ++turn) {
    State inside = state;
    const V element = element_of(over, inside);
    if (program_.child(c, 0) != 0) assign(program_.child(c, 0), element, inside, c);
    const V value = eval(program_.child(c, 2), inside);
    if (inside.live) made = values_.join(made, value);
    if (loop.continued.live) join_into(inside, loop.continued, values_);
    if (!inside.live || !join_into(state, inside, values_)) break;
    if (entry_steps_ > 200'000) break;
  }
  if (frame_ != nullptr) frame_->loop = loop.outer;
  join_into(state, loop.broken, values_);
  if (made == nullptr) return values_.harmless();
  // What comes out of a comprehension: elements like the body's value.
  Value result;
  result.safe = made->safe;
  result.taint = made->taint;
  result.built = made->built;
  result.object = made->object;
  return values_.make<Value>(result);
}

V Interpreter::switch_(const Code& c, State& state) {
  const CodeId subject_code = program_.child(c, 0);
  const V subject = subject_code == 0 ? values_.boolean(true) : eval(subject_code, state);
  if (!state.live) return values_.harmless();
  const bool known = subject->constant.known();
  Loop loop;
  loop.outer = frame_ == nullptr ? nullptr : frame_->loop;
  // Where case clauses end by break, break leaves the switch.
  bool breaks = false;
  for (std::uint32_t i = 1; i < c.count; ++i) breaks = breaks || code(program_.child(c, i)).flag == 1;
  breaks = breaks || file_.model.language() == core::Language::go ||
           file_.model.language() == core::Language::csharp;
  if (breaks && frame_ != nullptr) {
    loop.continued = State();
    frame_->loop = &loop;
  }
  bool may_continue_outside = loop.outer != nullptr;
  State falling;
  State out;
  V value = nullptr;
  bool taken = false;  // a case that is sure to match was met
  bool has_default = false;
  std::uint32_t default_case = 0;
  const auto enter = [&](std::uint32_t i, const State& from, bool exact) {
    const CodeId id = program_.child(c, i);
    const Code& one = code(id);
    State inside = from;
    // In the case of a constant, the subject is that constant.
    if (exact && one.count > 1 && subject_code != 0) accept(subject_code, kAllRules, inside);
    if (falling.live) join_into(inside, falling, values_);
    falling = State();
    const V result = eval(program_.child(one, 0), inside);
    if (inside.live) value = values_.join(value, result);
    if (one.flag == 1) {
      falling = std::move(inside);
    } else {
      join_into(out, inside, values_);
    }
  };
  for (std::uint32_t i = 1; i < c.count; ++i) {
    const Code& one = code(program_.child(c, i));
    if (one.count <= 1) {
      has_default = true;
      default_case = i;
      bool matched_later = false;
      if (known && !taken) {
        for (std::uint32_t k = i + 1; k < c.count; ++k) {
          const Code& later = code(program_.child(c, k));
          for (std::uint32_t p = 1; p < later.count; ++p) {
            const V pattern = eval(program_.child(later, p), state);
            if (pattern->constant == subject->constant) matched_later = true;
          }
        }
      }
      if ((known && (taken || matched_later)) && !falling.live) continue;
      enter(i, known && (taken || matched_later) ? State() : state, false);
      continue;
    }
    bool possible = !known;
    bool constants = true;
    for (std::uint32_t p = 1; p < one.count; ++p) {
      const V pattern = eval(program_.child(one, p), state);
      if (!pattern->constant.known()) {
        constants = false;
        possible = true;
      } else if (known && pattern->constant == subject->constant) {
        possible = true;
        taken = true;
      }
    }
    if (known && taken && !possible && !falling.live) continue;
    if (!possible && !falling.live) continue;
    enter(i, possible ? state : State(), constants && possible);
    if (known && taken && constants && possible && !falling.live) {
      // Nothing after it is reached but by falling through.
    }
  }
  (void)default_case;
  if (falling.live) join_into(out, falling, values_);
  if (breaks && frame_ != nullptr) {
    frame_->loop = loop.outer;
    if (loop.continued.live && may_continue_outside) leave_to(loop.outer->continued, loop.continued);
    join_into(out, loop.broken, values_);
  }
  if (!has_default && !(known && taken)) join_into(out, state, values_);
  state = std::move(out);
  return value == nullptr ? values_.harmless() : value;
}

V Interpreter::try_(const Code& c, State& state) {
  Try tried;
  tried.outer = frame_ == nullptr ? nullptr : frame_->tried;
  State before = state;
  if (frame_ != nullptr) frame_->tried = &tried;
  V value = eval(program_.child(c, 0), state);
  if (frame_ != nullptr) frame_->tried = tried.outer;
  State failed = std::move(before);
  join_into(failed, state, values_);
  join_into(failed, tried.thrown, values_);
  State after = state;
  for (std::uint32_t i = 2; i < c.count; ++i) {
    State inside = failed;
    const V handled = eval(program_.child(c, i), inside);
    if (inside.live) value = values_.join(value, handled);
    join_into(after, inside, values_);
  }
  const CodeId last = program_.child(c, 1);
  if (last != 0) {
    if (after.live) {
      eval(last, after);
    } else {
      eval(last, failed);
    }
  }
  state = std::move(after);
  return value;
}

}  // namespace assay::analysis::taint
