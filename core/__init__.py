"""What Everloop is. Knows no chat platform, no database and no process."""
