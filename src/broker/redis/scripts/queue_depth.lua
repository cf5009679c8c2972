-- {ready, delayed, running, age of the job that is there longest}
local now = queue_time()
local waiting, running = call('ZCARD', delayed), call('ZCARD', leases)
local first = call('ZRANGE', known, 0, 0, 'WITHSCORES')
local age = first[2] and math.max(0, now - tonumber(first[2])) or 0
return {call('ZCARD', known) - waiting - running, waiting, running, age}
