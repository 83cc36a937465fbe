-- Partners' tickets that came before the newest key; a PDF may be large, so none is read here.
-- $1 the newest key's stamp, $2 how many
select partner_code.id
from partner_code
where partner_code.code_hash < $1
limit cast($2 as integer)
