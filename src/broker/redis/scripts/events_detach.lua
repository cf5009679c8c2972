-- KEYS: members of a job. ARGV: channel, job, submission.
call('HDEL', KEYS[1], ':' .. ARGV[3])
tell(ARGV[1], 'D', ARGV[2], ARGV[3], '')
return 1
