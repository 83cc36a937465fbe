"""What a rule says when it says no."""


class Refused(Exception):
    """A rule saying no, in bokmål that the desk can read aloud.

    Each rule defines its own subclass beside itself. Anything else that is
    raised is our bug, and goes to the log with a reference number.
    """


class BadInput(Refused):
    """Input that cannot be read; the sentence starts with the field's name.

    >>> str(BadInput("Antall", "må være større enn null."))
    'Antall må være større enn null.'
    """

    def __init__(self, field: str, says: str) -> None:
        super().__init__(f"{field} {says}")
        self.field = field
