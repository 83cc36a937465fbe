-- Partners, the open ones first, by name. One row per partner.
select *
from partner
order by closed_at is not null, lower(name), id
