-- ARGV: who asks, for how many milliseconds. 1: it is theirs. Those who have it and ask again keep it.
queue_time()
local turn, who = base .. 'repair', ARGV[3]
local holder = call('GET', turn)
if holder and holder ~= who then return 0 end
call('SET', turn, who, 'PX', ARGV[4])
return 1
