-- Which of these tickets are entered already. One row per ticket found.
-- $1 hashes
select partner_code.code_hash
from partner_code
where partner_code.code_hash in (select unnest(cast($1 as bytea[])))
