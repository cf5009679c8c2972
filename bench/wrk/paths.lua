-- Asks for the paths of a file (BENCH_PATHS), one a line, in a random order.
local paths = {}
for line in io.lines(os.getenv("BENCH_PATHS")) do paths[#paths + 1] = line end
math.randomseed(7)
function request()
  return wrk.format("GET", paths[math.random(#paths)])
end

local pause = tonumber(os.getenv("BENCH_PAUSE") or "0")
if pause > 0 then
  function delay() return pause end
end
