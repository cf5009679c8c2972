-- ARGV: a job that was cancelled in the store. All are told: a holder may be unknown here, after a flush.
local job = ARGV[3]
forget(job, queue_time())
wake('cancelled ' .. job)
return 1
