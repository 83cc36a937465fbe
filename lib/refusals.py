"""What a rule says when it says no."""

from uuid import UUID


class Refused(Exception):
    """A rule saying no, in bokmål that the desk can read aloud.

    Each rule defines its own subclass beside itself. Anything else that is
    raised is our bug, and goes to the log with a reference number.
    """

    # Whom the sentence tells of, where that is not whom the act was about: the access log
    # gets a line for each of them.
    persons: tuple[UUID, ...] = ()


class BadInput(Refused):
    """Input that cannot be read; the sentence starts with the field's name.

    >>> str(BadInput("Antall", "må være større enn null."))
    'Antall må være større enn null.'
    """

    def __init__(self, field: str, says: str) -> None:
        super().__init__(f"{field} {says}")
        self.field = field
