"""One repository an aggregate: explicit statements, and the mapping between rows and the frozen dataclasses
of the domain."""
