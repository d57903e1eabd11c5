"""The one exception of this package."""


class BijouError(ValueError):
    """A file, a table or a request that cannot be used; the message says what can."""
