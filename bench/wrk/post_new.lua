-- Every request is a submission of code that was never seen before.
local counter = 0
local thread_number = 0
function setup(thread)
  thread:set("thread_id", thread_number)
  thread_number = thread_number + 1
end
local run = tostring(os.time()) .. tostring(os.clock())
local headers = { ["Content-Type"] = "application/json" }
local padding = string.rep("    total = total + value * 2  # keep a running total\\n", 20)
function request()
  counter = counter + 1
  local body = '{"language":"python","code":"def f(values):\\n    key = \\"' .. run .. thread_id .. "-" .. counter ..
    '\\"\\n    total = 0\\n' .. padding .. '    return total\\n"}'
  return wrk.format("POST", nil, headers, body)
end
