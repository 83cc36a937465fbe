-- The municipality. At most one row.
select name, number, is_demonstration, warning_tells, started_at
from municipality
