"""`everloop demo`: the sandbox and the bot together, on a small company with some months of history."""
