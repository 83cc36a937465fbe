-- Those of the keyed hashes that some card has already.
-- $1 keyed hashes
select secret_hash
from card_secret
where secret_hash in (select unnest(cast($1 as bytea[])))
