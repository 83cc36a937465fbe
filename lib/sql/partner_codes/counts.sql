-- How many tickets of a batch are entered, and how many are given to an award. One row.
-- $1 batch
select count(*) as entered, count(partner_code.award_id) as handed_out
from partner_code
where partner_code.batch_id = $1
