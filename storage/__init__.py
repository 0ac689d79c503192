"""Where Everloop keeps what it knows: SQLite by default, PostgreSQL by URL. Implements the storage ports of
core.ports.

A transaction never spans a call to the network: whoever opens a unit of work asks and changes, commits,
and only then talks to others.
"""
