-- KEYS: members of a job. ARGV: channel, job, scope, submission, seconds that it is kept.
-- {1 where it was not attached, status of the job}
local members = KEYS[1]
local channel, job, scope, submission = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
call('HSET', members, 'scope', scope)
local new = call('HSET', members, ':' .. submission, 1)
local status = call('HGET', members, 'status') or 'pending'
if not string.match(status, '^[cf]') then call('EXPIRE', members, ARGV[5]) end
tell(channel, 'A', job, submission, '')
return {new, status}
